// npm test: set up, find a browser, run the whole suite. The last line is `N passed, N failed`.

import { main } from './launch.mjs'
import { ensureReady } from './set-up.mjs'
import { lastLine, runSuite } from './suite.mjs'

await main(async () => {
  ensureReady()
  const count = await runSuite(process.argv.slice(2))
  console.log(lastLine(count))
  return count.failed === 0 && count.passed > 0 ? 0 : 1
})
