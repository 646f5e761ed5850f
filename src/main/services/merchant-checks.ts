import type { Refusal } from '../../preload/contract/errors'
import type { MerchantTerms, NamedSettlementAccount, SettlementAccount, VirtualRange } from '../../preload/contract/merchants'
import type { BankMaster } from '../gateways/gateway'
import type { Reader } from '../ledger/ledger'
import { hasDesignatedAccount, isConsignorCodeTaken, merchantWithin } from '../ledger/merchants'
import { holdsCardNumber } from '../settlement/card-number'
import { checkHolder, type HolderChange, legaliseHolder } from '../settlement/holder-name'
import { checkTNumber } from '../settlement/t-number'

/* What must hold of a merchant's data before anybody is asked to approve it. */

/** A refusal and the field it is about, so that several can be told at once. */
export interface Problem {
  path: string
  refusal: Refusal
}

/** One problem is told by its own name; several together as one refusal that names every field. */
export function refusalOf(problems: readonly Problem[]): Refusal | null {
  const [first, ...others] = problems
  if (!first) return null
  if (others.length === 0) return first.refusal
  return { refusal: 'invalid_input', problems: problems.map(({ path, refusal }) => ({ path, message: refusal.refusal })) }
}

/** Free text must not hold a card number (カード情報非保持化). */
export function cardNumberProblem(path: string, text: string): Problem[] {
  return holdsCardNumber(text) ? [{ path, refusal: { refusal: 'invalid_input', problems: [{ path, message: 'card_number' }] } }] : []
}

/** The account as it will be kept, its holder in legal kana; with each rule that changed it and everything that is wrong. */
export function checkAccount<A extends Record<'bankCode' | 'branchCode' | 'holderKana', string>>(
  banks: BankMaster,
  typed: A,
): { account: A; changes: HolderChange[]; problems: Problem[] } {
  const { name, changes } = legaliseHolder(typed.holderKana)
  const kana = checkHolder(name)
  const problems: Problem[] = []
  const bank = unknownBank(banks, typed)
  if (bank) problems.push(bank)
  if (kana.length > 0) problems.push({ path: 'account.holderKana', refusal: { refusal: 'holder_name_invalid', problems: kana } })
  return { account: { ...typed, holderKana: name }, changes, problems }
}

/** Bank and branch must stand in the published list. */
export function unknownBank(banks: BankMaster, { bankCode, branchCode }: { bankCode: string; branchCode: string }): Problem | null {
  if (!banks.findBank(bankCode)) return { path: 'account.bankCode', refusal: { refusal: 'unknown_bank', bankCode } }
  if (!banks.findBranch(bankCode, branchCode))
    return { path: 'account.branchCode', refusal: { refusal: 'unknown_branch', bankCode, branchCode } }
  return null
}

/** With the names of bank and branch; empty where the list has lost them since. */
export function namedAccount(banks: BankMaster, account: SettlementAccount): NamedSettlementAccount {
  const bankName = banks.findBank(account.bankCode)?.name ?? ''
  return { ...account, bankName, branchName: banks.findBranch(account.bankCode, account.branchCode)?.name ?? '' }
}

const isBackwards = ({ first, last }: VirtualRange) => first > last

/** The terms as they will be kept, and what is wrong with them in themselves. */
export function checkTerms(terms: MerchantTerms): { terms: MerchantTerms; problems: Problem[] } {
  const problems = [...cardNumberProblem('name', terms.name), ...cardNumberProblem('nameKana', terms.nameKana)]
  const { virtualRange } = terms
  const checked = terms.tNumber === null || terms.tNumber.trim() === '' ? null : checkTNumber(terms.tNumber)
  if (checked && !checked.ok) {
    problems.push({ path: 'tNumber', refusal: { refusal: 't_number_invalid', expectedCheckDigit: checked.expectedCheckDigit } })
  }
  if (virtualRange && isBackwards(virtualRange)) {
    problems.push({ path: 'virtualRange', refusal: { refusal: 'virtual_range_invalid' } })
  }
  return { terms: { ...terms, tNumber: checked?.ok ? checked.tNumber : null }, problems }
}

/** What of the terms somebody else has already, or does not exist. */
export async function taken(ledger: Reader, { consignorCode, virtualRange }: MerchantTerms): Promise<Problem[]> {
  const problems: Problem[] = []
  if (await isConsignorCodeTaken(ledger, consignorCode)) {
    problems.push({ path: 'consignorCode', refusal: { refusal: 'consignor_code_taken', consignorCode } })
  }
  if (!virtualRange) return problems
  if (!(await hasDesignatedAccount(ledger, virtualRange.accountId))) {
    problems.push({ path: 'virtualRange', refusal: { refusal: 'virtual_range_invalid' } })
  }
  const other = isBackwards(virtualRange) ? null : await merchantWithin(ledger, virtualRange)
  if (other) problems.push({ path: 'virtualRange', refusal: { refusal: 'virtual_range_taken', merchant: other.name } })
  return problems
}
