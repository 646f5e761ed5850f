import { createEvents } from '../../src/main/services/events'
import { createFiles } from '../../src/main/services/files'
import { createDispatcher } from '../../src/main/transport/dispatch'
import { serveUntilStopped } from '../../src/main/transport/serving'
import { chosenPresences, keptLog, reachableHandlers, sitting } from './door'

/* Daiko served by a process of its own, with services that only show that they were reached. Arguments: pages, open or not. */
const [, , pages = '', opens] = process.argv
const files = await createFiles()
const log = keptLog()
const { dispatch, admit } = createDispatcher({ handlers: reachableHandlers(), sessions: chosenPresences(sitting(['clerk'])), log })
await serveUntilStopped({
  core: { dispatch, admit, events: createEvents(), files },
  port: 0,
  pages,
  log,
  monotonicMs: () => performance.now(),
  openBrowser: opens === 'open',
  say: (line) => console.log(line),
})
await files.close()
