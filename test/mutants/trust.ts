/** Rules of electron/shared/rules.ts that unit tests prove; a rule may be switched off in several places (`RULE:place`). */
import { off, type RuleOff } from './rule-off'

export const trustRules: RuleOff[] = [
]
