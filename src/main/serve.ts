import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { openingSentence } from '../preload/contract/opening'
import { compose } from './compose'
import { serveUntilStopped, withShop } from './transport/serving'

/* The same core with no Electron: served to a browser of this machine over loopback. Standard output holds addresses only. */
const USAGE = 'serve --ledger PATH [--port N] [--no-open] [--demo]'

function flags() {
  try {
    const { values } = parseArgs({
      options: {
        ledger: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    const usable = /^\d{1,5}$/.test(values.port) && port <= 65_535
    return values.ledger !== undefined && usable ? { ledger: values.ledger, port, open: !values['no-open'], demo: values.demo } : null
  } catch {
    return null
  }
}

async function serve(): Promise<number> {
  const asked = flags()
  if (!asked) {
    console.error(USAGE)
    return 1
  }
  const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }))
  const workerPath = join(import.meta.dirname, 'worker.js')
  const core = await compose({ ledgerPath: asked.ledger, demonstration: asked.demo, workerPath, resume: true, log })
  if (!core.ok) {
    console.error(openingSentence(core.refusal, Intl.DateTimeFormat().resolvedOptions().locale))
    return 1
  }
  const shop = core.value.shop()
  try {
    await serveUntilStopped({
      core: core.value,
      port: asked.port,
      pages: join(import.meta.dirname, '..', 'renderer'),
      log,
      monotonicMs: () => performance.now(),
      openBrowser: asked.open,
      say: (line) => console.log(withShop(line, shop)),
    })
    return 0
  } finally {
    await core.value.close()
  }
}

process.exitCode = await serve().catch((fault: unknown) => {
  const taken = fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE'
  console.error(taken ? 'Another program is using this port. Choose another with --port.' : fault)
  return taken ? 1 : 2
})
