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
/** A file that was written to a moment ago may be half of itself. */
const SETTLED_MS = 5_000

export function collectionConnector(deps: CollectionConnectorDeps): CollectionConnector {
  const looking = recurring(
    deps,
    'convenience_store',
    (settings) => agentIn(settings).everyMinutes * MINUTE_MS,
    ({ settings }, stopping) => bringInNew(deps, agentIn(settings), stopping),
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

/** One round. A file that cannot be taken keeps none of the others out; the first of them is told. */
async function bringInNew(
  { ledger, run }: CollectionConnectorDeps,
  { folder }: ConvenienceStoreSettings,
  stopping: AbortSignal,
): Promise<boolean> {
  const failures: string[] = []
  for (const fileName of await filesIn(folder)) {
    if (stopping.aborted) break
    const path = join(folder, fileName)
    if (Date.now() - (await stat(path)).mtimeMs < SETTLED_MS) continue
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    if (await sameCollectionFile(ledger.reader, sha256)) continue
    const brought = await run({ kind: 'collection', path, fileName, sha256 }, SYSTEM)
    if (!brought.ok) failures.push(`${fileName}: ${brought.refusal.refusal}`)
  }
  const [first] = failures
  if (first !== undefined) throw new Error(first)
  return true
}
