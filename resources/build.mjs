// npm run build: what every other command does first.

import { main } from './launch.mjs'
import { ensureReady } from './set-up.mjs'

await main(async () => {
  ensureReady()
  return 0
})
