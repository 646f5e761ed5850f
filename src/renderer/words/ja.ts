import { approvals } from './ja/approvals'
import { audit } from './ja/audit'
import { clearing } from './ja/clearing'
import { deposits } from './ja/deposits'
import { exports } from './ja/exports'
import { faults } from './ja/faults'
import { frame } from './ja/frame'
import { home } from './ja/home'
import { intake } from './ja/intake'
import { merchants } from './ja/merchants'
import { nouns } from './ja/nouns'
import { orders } from './ja/orders'
import { parts } from './ja/parts'
import { people } from './ja/people'
import { session } from './ja/session'
import { settings } from './ja/settings'
import { transfers } from './ja/transfers'

/** Every word of the desk in Japanese, by subject. The other language must have the same keys. */
export const ja = {
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
