export const connection = {
  prosody: { 'connection.login': 'pass' },
  ejabberd: { 'connection.login': 'pass' },
}
