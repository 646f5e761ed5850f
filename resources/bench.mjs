// npm run --silent bench -- NAME: measures and prints one JSON line per result.

import { join } from 'node:path'
import { callersFolder, main, NODE_FLAGS, runInTerminal } from './launch.mjs'
import { ensureReady, nodeBinary, ROOT } from './set-up.mjs'

await main(() => {
  ensureReady()
  return runInTerminal(nodeBinary(), [...NODE_FLAGS, join(ROOT, 'out/main/bench.js'), ...process.argv.slice(2)], { cwd: callersFolder() })
})
