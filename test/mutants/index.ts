/** All rules that unit tests prove (rule-off.ts). */
import { shellRules } from './shell'
import { streamRules } from './stream'
import { trustRules } from './trust'
import { workbenchRules } from './workbench'

export const rulesOff = [...streamRules, ...shellRules, ...workbenchRules, ...trustRules]
