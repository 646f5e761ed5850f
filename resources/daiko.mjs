// npm run --silent daiko -- <command>: the operators' command. Standard output carries the command's own answer and nothing else.

import { join } from 'node:path'
import { callersFolder, main, runInTerminal } from './launch.mjs'
import { ensureReady, nodeBinary, ROOT } from './set-up.mjs'

await main(() => {
  ensureReady()
  return runInTerminal(nodeBinary(), [join(ROOT, 'out/main/cli.js'), ...process.argv.slice(2)], { cwd: callersFolder() })
})
