import { publicApi } from '#core/feature'
import type { Result } from '#shared/result'

export interface NicksApi {
  /** '' takes it back. */
  setOwn(nick: string): Promise<Result<null>>
}

export const nicksApi = publicApi<NicksApi>('nicks')
