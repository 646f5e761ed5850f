import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectionFormat, CollectionLine, Slip, SlipNumbering } from '../../../preload/contract/collection'
import { type TillSlip, toldKinds } from '../../gateways/counter'
import type { StoreAgent } from '../../gateways/gateway'
import { STORE_CHAIN } from './cast'

/*
 * Result files of the demonstration's store agent: written into a folder that the bank's connector looks through, and read back by the agent,
 * which keeps no other books.
 */
export interface AgentFolder {
  readonly folder: string
  readonly storeAgent: Pick<StoreAgent, 'recogniseCollection' | 'readCollection' | 'writeCollection'>
}

/** Where the agent of a demonstration delivers, in the demonstration's own folder. */
export const agentFolder = (folder: string): string => join(folder, 'store-agent')

/** What the agent can tell of a payment: 速報, 確報, 速報取消. */
export type ToldKind = TillSlip['told'][number]['kind']

/** A payment at a till, as the agent tells of it. */
export type Telling = Pick<CollectionLine, 'slip' | 'paidOn' | 'paidAt' | 'storeCode' | 'madeOn' | 'transferOn'>

/** The code of a store of the demonstration's chain, counted from 0. */
export const storeCodeOf = (at: number): string => String(at + 1).padStart(6, '0')

const NAMES: Record<ToldKind, string> = { preliminary: 'sokuho', confirmed: 'kakuho', preliminary_cancelled: 'torikeshi' }
const FILES = /^daiko-demo-\d{4,}-(sokuho|kakuho|torikeshi)\.(csv|txt)$/
/** The connector leaves a file alone until it has not been written to for a while; this one is whole from its first moment. */
const SETTLED_S = 60

/** Names of the files delivered so far, the newest last. */
function delivered(folder: string): string[] {
  const numberOf = (name: string) => Number(/\d+/.exec(name)?.[0])
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => FILES.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
}

/** Delivers a file of these payments, whole or not at all; where it is, and its name. */
export function deliver(
  { folder, storeAgent }: AgentFolder,
  format: CollectionFormat,
  kind: ToldKind,
  tellings: readonly Telling[],
): { path: string; fileName: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const number = 1 + Number(/\d+/.exec(delivered(folder).at(-1) ?? '0')?.[0])
  const fileName = `daiko-demo-${String(number).padStart(4, '0')}-${NAMES[kind]}.${format === 'dsk' ? 'csv' : 'txt'}`
  const lines = tellings.map((telling) => ({ ...telling, kind, chainCode: STORE_CHAIN, chainName: null }))
  const [part, path] = [join(folder, `.${fileName}`), join(folder, fileName)]
  writeFileSync(part, storeAgent.writeCollection(format, lines), { mode: 0o600 })
  const settled = statSync(part).mtimeMs / 1000 - SETTLED_S
  utimesSync(part, settled, settled)
  renameSync(part, path)
  return { path, fileName }
}

/** A payment as it was told, and in which file. */
export type Told = Omit<CollectionLine, 'kind'> & { readonly kind: ToldKind; readonly fileName: string }

/** What was told of a slip, the newest last. */
export function toldOf({ folder, storeAgent }: AgentFolder, slip: Pick<Slip, 'reference' | 'reissue'> & SlipNumbering): Told[] {
  return delivered(folder).flatMap((fileName) => {
    const bytes = readFileSync(join(folder, fileName))
    const format = storeAgent.recogniseCollection(bytes)
    if (format === null) return []
    return [...storeAgent.readCollection(bytes, format, slip)].flatMap((part) => {
      if (part.part !== 'line') return []
      const { line } = part
      const kind = toldKinds.find((told) => told === line.kind)
      return kind && line.slip.reference === slip.reference && line.slip.reissue === slip.reissue ? [{ ...line, kind, fileName }] : []
    })
  })
}

/** Takes away what the agent of an earlier demonstration in this place has delivered: its slips are not those of another. */
export function forgetDelivered(folder: string): void {
  for (const name of delivered(folder)) rmSync(join(folder, name))
}
