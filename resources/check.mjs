// npm run check: format and lint, types, then the whole suite, the tidy test among it. Everything is told, even if the first step fails.

import { join } from 'node:path'
import { main, runInTerminal } from './launch.mjs'
import { ensureReady, nodeBinary, ROOT, say } from './set-up.mjs'
import { lastLine, runSuite } from './suite.mjs'

/** @param {string} name @param {string[]} args */
async function passes(name, args) {
  const exitCode = await runInTerminal(nodeBinary(), args, { cwd: ROOT })
  say(`${name}: ${exitCode === 0 ? 'good' : 'NOT good'}`)
  return exitCode === 0
}

await main(async () => {
  ensureReady()
  const formatted = await passes('format and lint', [
    join(ROOT, 'node_modules/@biomejs/biome/bin/biome'),
    'check',
    '--error-on-warnings',
    '.',
  ])
  const typed = await passes('types', [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'])
  const count = await runSuite([])
  console.log(lastLine(count))
  return formatted && typed && count.failed === 0 && count.passed > 0 ? 0 : 1
})
