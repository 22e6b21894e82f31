/** All rules that unit tests prove (rule-off.ts). */
import { shellRules } from './shell'
import { streamRules } from './stream'
import { trustRules } from './trust'

export const rulesOff = [...streamRules, ...shellRules, ...trustRules]
