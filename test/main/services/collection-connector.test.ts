import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectionConnector } from '../../../src/main/services/collection-connector'
import { runJob } from '../../../src/main/services/job-kinds'
import { AGENT, type CollectionDesk, openCollectionDesk, type Telling } from '../../support/collections'
import { quietControl, resourcesOf } from '../../support/statements'

describe('the folder of a store agent', () => {
  let desk: CollectionDesk
  let folder: string
  beforeEach(async () => {
    desk = await openCollectionDesk()
    folder = join(desk.dir, 'agent')
    mkdirSync(folder)
  })
  afterEach(() => desk.cleanup())

  /** A file as it lies there, written to a while ago unless told. */
  function deliver(name: string, tellings: readonly Telling[] | string, { ago = 60 } = {}): void {
    const bytes = typeof tellings === 'string' ? tellings : readFileSync(desk.file(tellings))
    writeFileSync(join(folder, name), bytes)
    const at = Date.now() / 1000 - ago
    utimesSync(join(folder, name), at, at)
  }

  /** One round of looking; what it told of itself. */
  async function look(own: Partial<typeof AGENT> = {}): Promise<string | null> {
    let tell: (failure: string | null) => void = () => undefined
    const told = new Promise<string | null>((resolve) => {
      tell = resolve
    })
    const { ledger, clock } = desk
    const connector = collectionConnector({
      ...{ ledger, clock },
      report: async (_name, failure) => tell(failure),
      run: (spec, by) => runJob(resourcesOf(desk, by), spec, quietControl()),
    })
    const running = await connector.start({ settings: { ...AGENT, folder, ...own }, secret: null })
    const failure = await told
    await running.stop()
    return failure
  }
  const files = () => desk.ledger.source.prepare<[], string>('select name from collection_files order by id').pluck().all()

  it('is looked through by name; each file is brought in once, whatever it is called', async () => {
    const [one, two] = await desk.slips([3_000, 4_000])
    if (!one || !two) throw new Error('two slips were asked for')
    deliver('b.csv', [{ slip: two, kind: 'confirmed' }])
    deliver('a.csv', [{ slip: one, kind: 'preliminary' }])
    expect(await look()).toBeNull()
    writeFileSync(join(folder, 'c.csv'), readFileSync(join(folder, 'b.csv')))
    utimesSync(join(folder, 'c.csv'), 1, 1)
    expect(await look()).toBeNull()
    expect(files()).toEqual(['a.csv', 'b.csv'])
    expect([one, two].map(({ orderId }) => desk.order(orderId).payment)).toEqual(['paid_preliminary', 'paid'])
  })

  it('leaves alone what is still being written, and what is hidden', async () => {
    const [slip] = await desk.slips([3_000])
    if (!slip) throw new Error('a slip was asked for')
    deliver('now.csv', [{ slip, kind: 'confirmed' }], { ago: 0 })
    deliver('.part', [{ slip, kind: 'confirmed' }])
    expect(await look()).toBeNull()
    expect(files()).toEqual([])
  })

  it('says which file it could not take, and takes the others', async () => {
    const [slip] = await desk.slips([3_000])
    if (!slip) throw new Error('a slip was asked for')
    deliver('a.csv', 'x,y\n')
    deliver('b.csv', [{ slip, kind: 'confirmed' }])
    expect(await look()).toBe('a.csv: collection_unknown')
    expect(files()).toEqual(['b.csv'])
  })

  it('that is not there is told', async () => {
    expect(await look({ folder: join(folder, 'nowhere') })).toMatch(/ENOENT/)
  })

  it('is not needed; the numbers of the slips are', async () => {
    const { ledger, clock } = desk
    const report = async () => undefined
    const connector = collectionConnector({ ledger, clock, report, run: (spec) => runJob(desk.resources, spec, quietControl()) })
    const byHand = await connector.start({ settings: { ...AGENT, folder: '' }, secret: null })
    expect(byHand.address).toBeNull()
    await byHand.stop()
    await expect(connector.start({ settings: { ...AGENT, makerCode: '' }, secret: null })).rejects.toThrow(/not settled/)
    deliver('a.csv', 'x')
    expect(await connector.test({ settings: { ...AGENT, folder }, secret: null }, '')).toBe('files:1')
    expect(await connector.test({ settings: { ...AGENT, folder: '' }, secret: null }, '')).toBe('by_hand')
  })
})
