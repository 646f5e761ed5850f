/*
 * The bank master gateway: the published list of banks and branches (統一金融機関番号, 統一店番号), read from the zengin-code
 * package. Nothing is fetched and nothing is decided here; services/ show the names and refuse what is not in the list.
 */
import { createRequire } from 'node:module'
import { z } from 'zod'
import type { BankName } from '../../../preload/contract/merchants'
import type { BankMaster } from '../gateway'
import { entryOf, findByText, type SearchEntry } from './name-search'

export const RESULTS_MAX = 50

const Named = z.object({ code: z.string(), name: z.string(), kana: z.string() })
const Bank = Named.extend({ branches: z.unknown() })
/** The package's own shape: by code, each bank with its branches by code. Branches are checked when somebody asks for them. */
const Banks = z.record(z.string(), Bank)
const Branches = z.record(z.string(), Named)

interface LoadedBank extends SearchEntry {
  readonly branches: unknown
}

/** Makes the list. It is large, so it is read when somebody asks for the first time and then kept. */
export function createBankMaster(): BankMaster {
  let banks: ReadonlyMap<string, LoadedBank> | null = null
  const branchesByBank = new Map<string, ReadonlyMap<string, SearchEntry>>()

  function all(): ReadonlyMap<string, LoadedBank> {
    banks ??= load()
    return banks
  }

  function branchesOf(bankCode: string): ReadonlyMap<string, SearchEntry> {
    const known = branchesByBank.get(bankCode)
    if (known) return known
    const found = Branches.parse(all().get(bankCode)?.branches ?? {})
    const branches = new Map(inOrder(found).map((branch) => [branch.code, entryOf(branch)]))
    branchesByBank.set(bankCode, branches)
    return branches
  }

  return {
    findBank: (code) => nameOf(all().get(code)),
    findBranch: (bankCode, branchCode) => nameOf(branchesOf(bankCode).get(branchCode)),
    searchBanks: (text) => findByText([...all().values()], text, RESULTS_MAX),
    searchBranches: (bankCode, text) => findByText([...branchesOf(bankCode).values()], text, RESULTS_MAX),
  }
}

function load(): ReadonlyMap<string, LoadedBank> {
  const published: unknown = createRequire(import.meta.url)('zengin-code')
  const parsed = inOrder(Banks.parse(published))
  return new Map(parsed.map((bank) => [bank.code, { ...entryOf(bank), branches: bank.branches }]))
}

function inOrder<T extends { code: string }>(byCode: Record<string, T>): T[] {
  return Object.values(byCode).sort((a, b) => (a.code < b.code ? -1 : 1))
}

function nameOf(entry: SearchEntry | undefined): BankName | null {
  return entry ? entry.bank : null
}
