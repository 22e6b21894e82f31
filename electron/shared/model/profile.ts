/** What somebody tells of himself (vCard). All of it is his word; '' where he says nothing. */
export const profileFields = [
  'fullName', 'nickname', 'note', 'birthday', 'phone', 'email', 'website', 'organisation', 'jobTitle', 'street', 'locality', 'region', 'postcode', 'country',
] as const
export type ProfileField = (typeof profileFields)[number]
/** Where several are told (phones, mails), one per line. */
export type Profile = Record<ProfileField, string>

export const MAX_PROFILE_LINE = 500
export const MAX_PROFILE_NOTE = 5000
/** XEP-0172: what somebody wants to be called. */
export const MAX_NICK = 100
