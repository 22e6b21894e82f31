/** Which program runs somewhere (XEP-0092). */
export interface SoftwareVersion {
  name: string
  version: string
  os: string | null
}
