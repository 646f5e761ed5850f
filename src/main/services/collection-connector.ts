import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../preload/contract/clock'
import type { Instant } from '../../preload/contract/date'
import type { ConvenienceStoreSettings } from '../../preload/contract/gateways'
import { sameCollectionFile } from '../ledger/collection-staging'
import type { By, Ledger } from '../ledger/ledger'
import { type Connector, type ConnectorStart, type Report, recurring } from './connectors'
import type { Jobs } from './jobs'

/*
 * The store agent as a connector: it looks into a folder for result files and brings in what is new, as a person would. Nothing is moved or
 * removed there; a file is known again by its bytes.
 */
export interface CollectionConnectorDeps {
  readonly ledger: Pick<Ledger, 'reader'>
  readonly clock: Clock
  readonly report: Report
  readonly run: Jobs['run']
}

export interface CollectionConnector extends Connector {
  nextRunAt(): Instant | null
}

const SYSTEM: By = { actor: 'system', seat: 'core' }
const MINUTE_MS = 60_000
/** A file that was written to a moment ago may be half of itself: by the machine's own clock, which dates files. */
const SETTLED_MS = 5_000

export function collectionConnector(deps: CollectionConnectorDeps): CollectionConnector {
  const known: Known = new Map()
  const looking = recurring(
    deps,
    'convenience_store',
    (settings) => agentIn(settings).everyMinutes * MINUTE_MS,
    ({ settings }, stopping) => bringInNew(deps, agentIn(settings).folder, known, stopping),
  )
  return {
    name: 'convenience_store',
    nextRunAt: looking.nextRunAt,
    async start(how) {
      const settings = agentIn(how.settings)
      if (settings.makerCode === '' || settings.companyCode === '') throw new Error('the numbers of the slips are not settled')
      // Files are brought in by hand: there is nothing to look for.
      return settings.folder === '' ? { address: null, stop: async () => undefined } : looking.start(how)
    },
    async test(how) {
      const { folder } = agentIn(how.settings)
      return folder === '' ? 'by_hand' : `files:${(await filesIn(folder)).length}`
    },
  }
}

function agentIn(settings: ConnectorStart['settings']): ConvenienceStoreSettings {
  if (settings.gateway !== 'convenience_store') throw new Error(`settings of ${settings.gateway}`)
  return settings
}

/** Plain files by name; hidden ones are somebody's work in progress. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true })
  return found.flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [])).sort()
}

/** Files that are in, by name, size and time: not read again in every round. */
type Known = Map<string, string>

/** One round. A file that cannot be taken keeps none of the others out; the first of them is told. */
async function bringInNew(deps: CollectionConnectorDeps, folder: string, known: Known, stopping: AbortSignal): Promise<boolean> {
  const failures: string[] = []
  for (const fileName of await filesIn(folder)) {
    if (stopping.aborted) break
    const failure = await bringInOne(deps, folder, fileName, known).catch((fault: unknown) =>
      fault instanceof Error ? fault.message : String(fault),
    )
    if (failure !== null) failures.push(`${fileName}: ${failure}`)
  }
  const [first] = failures
  if (first !== undefined) throw new Error(first)
  return true
}

/** Brings a file in where it is whole and new; why it could not be taken, or null. */
async function bringInOne(
  { ledger, run }: CollectionConnectorDeps,
  folder: string,
  fileName: string,
  known: Known,
): Promise<string | null> {
  const path = join(folder, fileName)
  const { size, mtimeMs } = await stat(path)
  const mark = `${size} ${mtimeMs}`
  if (known.get(fileName) === mark || Date.now() - mtimeMs < SETTLED_MS) return null
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  const isIn = await sameCollectionFile(ledger.reader, sha256)
  const brought = isIn
    ? null
    : await run({ kind: 'collection', method: 'convenience_store', path, fileName, sha256, mapping: null }, SYSTEM)
  if (brought && !brought.ok) return brought.refusal.refusal
  known.set(fileName, mark)
  return null
}
