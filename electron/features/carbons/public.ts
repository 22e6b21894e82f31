import { publicApi } from '#core/feature'

export interface CarbonsApi {
  /** Does the server copy to us, in this session, what our other devices send and get? */
  isOn(): boolean
}

export const carbons = publicApi<CarbonsApi>('carbons')
