export const connection = {
  prosody: {},
  ejabberd: {},
}
