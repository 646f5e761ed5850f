import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runDesktop } from './shell/desktop'

/* The desktop start: the shell opens the window and starts the core in a process of its own. */
const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { ledger: { type: 'string' }, demo: { type: 'boolean', default: false } },
  // Chromium's own switches stand among ours.
  strict: false,
})

// Not awaited here: Electron becomes ready only after this file has been read to its end.
runDesktop({
  built: join(import.meta.dirname, '..'),
  ledgerPath: typeof values.ledger === 'string' ? values.ledger : null,
  demonstration: values.demo === true,
}).catch((fault: unknown) => {
  console.error(fault)
  process.exit(2)
})
