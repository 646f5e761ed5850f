import { done, type Result, refuse } from '../../preload/contract/errors'
import { type ApprovalId, MerchantId } from '../../preload/contract/ids'
import type { MerchantDetail, MerchantRow, SettlementAccount } from '../../preload/contract/merchants'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { insertApproval, merchantsWithStagedAccount, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { allMerchants, insertMerchant, type Merchant, merchantById } from '../ledger/merchants'
import { nameKey } from '../settlement/names'
import { takeApplication } from './applications'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { checkAccount, checkTerms, namedAccount, refusalOf, taken } from './merchant-checks'

export interface MerchantDeps {
  readonly ledger: Ledger
  readonly gateways: Pick<Gateways, 'banks'>
  readonly events: Events
}

type MerchantMethod = 'merchants.list' | 'merchants.get' | 'merchants.register' | 'merchants.stageAccount'
type BankMethod = 'banks.search' | 'banks.branches' | 'banks.checkAccount'

/** Merchants: registration and changed accounts, each asked by one person and decided by another (services/approvals). */
export function merchantHandlers(deps: MerchantDeps): Pick<Handlers, MerchantMethod | BankMethod> {
  const { ledger, gateways } = deps
  return {
    'merchants.list': async (_context, { search }) => done({ rows: await listed(ledger.reader, gateways, search) }),
    'merchants.get': async (_context, { id }) => {
      const merchant = await merchantById(ledger.reader, id)
      return merchant ? done(await detailOf(ledger.reader, gateways, merchant)) : refuse({ refusal: 'not_found', what: 'merchant' })
    },
    'merchants.register': register(deps),
    'merchants.stageAccount': stageAccount(deps),
    'banks.search': async (_context, { text }) => done({ banks: gateways.banks.searchBanks(text) }),
    'banks.branches': async (_context, { bankCode, text }) => done({ branches: gateways.banks.searchBranches(bankCode, text) }),
    'banks.checkAccount': async (_context, { account }) => {
      const { account: legal, changes, problems } = checkAccount(gateways.banks, account)
      const refusal = refusalOf(problems)
      return refusal ? refuse(refusal) : done({ account: namedAccount(gateways.banks, legal), changes })
    },
  }
}

/** Registers what a clerk typed; it waits until somebody else has approved it. */
function register({ ledger, gateways, events }: MerchantDeps): Handlers['merchants.register'] {
  return async (context, { account: typed, applicationId, ...terms }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const checked = checkTerms(terms)
    const { account, problems } = checkAccount(gateways.banks, typed)
    const registered = await ledger.write(context.by, async (writer) => {
      const refusal = refusalOf([...checked.problems, ...problems, ...(await taken(writer, checked.terms))])
      if (refusal) return refuse(refusal)
      const id = MerchantId.parse(writer.newId())
      await insertMerchant(writer, id, checked.terms, account)
      const untaken = applicationId === undefined ? null : await takeApplication(writer, applicationId, id)
      if (untaken) return refuse(untaken)
      const approvalId = await insertApproval(writer, maker.id, {
        kind: 'merchant_registration',
        merchantId: id,
        merchantName: checked.terms.name,
        terms: checked.terms,
        account: namedAccount(gateways.banks, account),
      })
      await appendAudit(writer, {
        stream: 'merchants',
        action: 'registered',
        subject: `merchant:${id}`,
        detail: { ...checked.terms, account, approvalId, ...(applicationId === undefined ? {} : { applicationId }) },
      })
      return done({ id, approvalId })
    })
    if (registered.ok) publishChanged(events, 'merchants', 'applications', 'approvals', 'audit')
    return registered
  }
}

/** Stages another settlement account; the present one stays until a second person agrees. */
function stageAccount({ ledger, gateways, events }: MerchantDeps): Handlers['merchants.stageAccount'] {
  return async (context, { id, version, account: typed }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const staged = await ledger.write(context.by, async (writer) => {
      const merchant = await merchantById(writer, id)
      if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
      return stage(writer, gateways.banks, { maker, merchant, seen: version, typed })
    })
    if (staged.ok) publishChanged(events, 'merchants', 'approvals', 'audit')
    return staged
  }
}

export interface AccountToStage {
  readonly maker: Pick<Person, 'id'>
  readonly merchant: Merchant
  /** The version that was seen when the account was typed; null where it was not typed here. */
  readonly seen: number | null
  readonly typed: SettlementAccount
}

/**
 * Asks a second person for another settlement account. Refuses merchant_not_active, change_already_staged, changed_meanwhile, and what
 * is wrong with the account.
 */
export async function stage(
  writer: Writer,
  banks: BankMaster,
  { maker, merchant, seen, typed }: AccountToStage,
): Promise<Result<{ approvalId: ApprovalId }>> {
  const { id, name, account: present } = merchant
  if (merchant.state !== 'active') return refuse({ refusal: 'merchant_not_active', merchant: name })
  if (await openApproval(writer, 'merchant_account', id)) return refuse({ refusal: 'change_already_staged' })
  if (seen !== null && merchant.version !== seen) return refuse({ refusal: 'changed_meanwhile' })
  const { account, problems } = checkAccount(banks, typed)
  const refusal = refusalOf(problems)
  if (refusal) return refuse(refusal)
  const approvalId = await insertApproval(writer, maker.id, {
    kind: 'merchant_account',
    merchantId: id,
    merchantName: name,
    before: namedAccount(banks, present),
    after: namedAccount(banks, account),
  })
  await appendAudit(writer, {
    stream: 'merchants',
    action: 'account_staged',
    subject: `merchant:${id}`,
    detail: { before: present, after: account, approvalId },
  })
  return done({ approvalId })
}

const ACCOUNT_TYPES: Record<SettlementAccount['accountType'], string> = { '1': '普通', '2': '当座', '4': '貯蓄', '9': 'その他' }

async function listed(ledger: Reader, { banks }: Pick<Gateways, 'banks'>, search: string): Promise<MerchantRow[]> {
  const staged = await merchantsWithStagedAccount(ledger)
  const merchants = (await allMerchants(ledger)).filter((merchant) => isFound(merchant, search))
  return merchants.map((merchant) => {
    const { bankName, branchName, accountType, accountNumber } = namedAccount(banks, merchant.account)
    return {
      id: merchant.id,
      registrationNumber: merchant.registrationNumber,
      name: merchant.name,
      nameKana: merchant.nameKana,
      consignorCode: merchant.consignorCode,
      state: merchant.state,
      methods: merchant.methods,
      accountSummary: `${bankName} ${branchName} ${ACCOUNT_TYPES[accountType]} ${accountNumber}`,
      changeStaged: staged.has(merchant.id),
      registeredAt: merchant.registeredAt,
    }
  })
}

/** By name, kana in any width, number or code. */
function isFound(merchant: Merchant, search: string): boolean {
  const fold = (text: string) => text.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  const text = fold(search)
  const kana = nameKey(search)
  if (text === '') return true
  if (kana !== '' && nameKey(merchant.nameKana).includes(kana)) return true
  return [merchant.name, merchant.nameKana, merchant.registrationNumber, merchant.consignorCode].some((field) => fold(field).includes(text))
}

async function detailOf(ledger: Reader, { banks }: Pick<Gateways, 'banks'>, merchant: Merchant): Promise<MerchantDetail> {
  const { virtualCursor: _, ...shown } = merchant
  const staged = await openApproval(ledger, 'merchant_account', merchant.id)
  return {
    ...shown,
    account: namedAccount(banks, merchant.account),
    stagedAccount:
      staged?.case.kind === 'merchant_account'
        ? { approvalId: staged.id, account: staged.case.after, madeBy: staged.madeBy, madeAt: staged.madeAt }
        : null,
  }
}
