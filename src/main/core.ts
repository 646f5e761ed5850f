import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { compose } from './compose'
import { carryOverPort, portToParent } from './transport/port'
import { withShop } from './transport/serving'

/* The core as a process of its own: started by the shell, or by Node in tests, and spoken to over a message port. */
const { values } = parseArgs({ options: { ledger: { type: 'string' }, demo: { type: 'boolean', default: false } } })
const port = portToParent()
const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }))

async function run(ledgerPath: string): Promise<void> {
  const workerPath = join(import.meta.dirname, 'worker.js')
  const core = await compose({ ledgerPath, demonstration: values.demo, workerPath, resume: true, log })
  if (!core.ok) {
    port.send({ kind: 'refused', refusal: core.refusal })
    process.exitCode = 1
    return
  }
  const shop = core.value.shop()
  if (shop) console.log(withShop('Daiko', shop))
  await new Promise<void>((stop) => carryOverPort(port, core.value, log, stop))
  await core.value.close()
  process.exit(0)
}

if (values.ledger === undefined) throw new Error('core --ledger PATH [--demo]')
await run(values.ledger)
