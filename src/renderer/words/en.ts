import { approvals } from './en/approvals'
import { audit } from './en/audit'
import { clearing } from './en/clearing'
import { deposits } from './en/deposits'
import { exports } from './en/exports'
import { faults } from './en/faults'
import { frame } from './en/frame'
import { home } from './en/home'
import { intake } from './en/intake'
import { merchants } from './en/merchants'
import { nouns } from './en/nouns'
import { orders } from './en/orders'
import { parts } from './en/parts'
import { people } from './en/people'
import { session } from './en/session'
import { settings } from './en/settings'
import { transfers } from './en/transfers'
import type { ja } from './ja'
import type { Wording } from './wording'

/** Every word of the desk in English, by subject. */
export const en: Wording<typeof ja> = {
  approvals,
  audit,
  clearing,
  deposits,
  exports,
  faults,
  frame,
  home,
  intake,
  merchants,
  nouns,
  orders,
  parts,
  people,
  session,
  settings,
  transfers,
}
