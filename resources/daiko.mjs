// npm run --silent daiko -- <command>: the operators' command. Standard output carries the command's own answer and nothing else.

import { join } from 'node:path'
import { callersFolder, main, NODE_FLAGS, runInTerminal } from './launch.mjs'
import { ensureReady, nodeBinary, ROOT } from './set-up.mjs'

await main(() => {
  ensureReady()
  return runInTerminal(nodeBinary(), [...NODE_FLAGS, join(ROOT, 'out/main/cli.js'), ...process.argv.slice(2)], { cwd: callersFolder() })
})
