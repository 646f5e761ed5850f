import { agent } from './en/agent'
import { applications } from './en/applications'
import { approvals } from './en/approvals'
import { audit } from './en/audit'
import { cards } from './en/cards'
import { charges } from './en/charges'
import { clearing } from './en/clearing'
import { closing } from './en/closing'
import { collections } from './en/collections'
import { debits } from './en/debits'
import { deposits } from './en/deposits'
import { desk } from './en/desk'
import { exceptions } from './en/exceptions'
import { exports } from './en/exports'
import { faults } from './en/faults'
import { film } from './en/film'
import { frame } from './en/frame'
import { gateways } from './en/gateways'
import { home } from './en/home'
import { intake } from './en/intake'
import { mails } from './en/mails'
import { merchants } from './en/merchants'
import { methods } from './en/methods'
import { notices } from './en/notices'
import { nouns } from './en/nouns'
import { orders } from './en/orders'
import { parts } from './en/parts'
import { payouts } from './en/payouts'
import { people } from './en/people'
import { refunds } from './en/refunds'
import { returns } from './en/returns'
import { rules } from './en/rules'
import { session } from './en/session'
import { settings } from './en/settings'
import { slips } from './en/slips'
import { statements } from './en/statements'
import { transfers } from './en/transfers'
import { views } from './en/views'
import type { ja } from './ja'
import type { Wording } from './wording'

/** Every word of the desk in English, by subject. */
export const en: Wording<typeof ja> = {
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
