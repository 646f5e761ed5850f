import { agent } from './ja/agent'
import { applications } from './ja/applications'
import { approvals } from './ja/approvals'
import { audit } from './ja/audit'
import { cards } from './ja/cards'
import { charges } from './ja/charges'
import { clearing } from './ja/clearing'
import { closing } from './ja/closing'
import { collections } from './ja/collections'
import { debits } from './ja/debits'
import { deposits } from './ja/deposits'
import { desk } from './ja/desk'
import { exceptions } from './ja/exceptions'
import { exports } from './ja/exports'
import { faults } from './ja/faults'
import { film } from './ja/film'
import { frame } from './ja/frame'
import { gateways } from './ja/gateways'
import { home } from './ja/home'
import { intake } from './ja/intake'
import { mails } from './ja/mails'
import { merchants } from './ja/merchants'
import { methods } from './ja/methods'
import { notices } from './ja/notices'
import { nouns } from './ja/nouns'
import { orders } from './ja/orders'
import { parts } from './ja/parts'
import { payouts } from './ja/payouts'
import { people } from './ja/people'
import { refunds } from './ja/refunds'
import { returns } from './ja/returns'
import { rules } from './ja/rules'
import { session } from './ja/session'
import { settings } from './ja/settings'
import { slips } from './ja/slips'
import { statements } from './ja/statements'
import { transfers } from './ja/transfers'
import { views } from './ja/views'

/** Every word of the desk in Japanese, by subject. The other language must have the same keys. */
export const ja = {
  agent,
  applications,
  approvals,
  audit,
  cards,
  charges,
  clearing,
  closing,
  collections,
  debits,
  deposits,
  desk,
  exceptions,
  exports,
  faults,
  film,
  frame,
  gateways,
  home,
  intake,
  mails,
  merchants,
  methods,
  notices,
  nouns,
  orders,
  payouts,
  parts,
  people,
  refunds,
  returns,
  rules,
  session,
  settings,
  slips,
  statements,
  transfers,
  views,
}
