import { createEvents, publishChanged } from '../../src/main/services/events'
import { createFiles } from '../../src/main/services/files'
import { createDispatcher } from '../../src/main/transport/dispatch'
import { carryOverPort, portToParent } from '../../src/main/transport/port'
import { done } from '../../src/preload/contract/errors'
import { chosenPresences, keptLog, reachableHandlers, sitting } from './door'

/* A core in a process of its own whose services only show that they were reached: what the port's test forks. */
const files = await createFiles({ offerBytesMax: 1000 })
const events = createEvents()
const sessions = chosenPresences(sitting(['clerk', 'administrator']))
const handlers: ReturnType<typeof reachableHandlers> = {
  ...reachableHandlers(),
  'people.list': async () => {
    publishChanged(events, 'people')
    return done({ users: [] })
  },
  /** Answers with a ticket for the file that was offered, in the place of a search result. */
  'banks.search': async (context, { text }) => {
    const path = files.room()
    const { writeFile } = await import('node:fs/promises')
    await writeFile(path, text)
    return done({ banks: [{ code: files.issueTicket(path, 'a.txt', context.actor), name: '', kana: '' }] })
  },
  'session.signOut': async () => {
    sessions.now = sitting(['administrator'])
    return { ok: false, refusal: { refusal: 'cancelled' } }
  },
  'session.signIn': async (_context, { name }) => {
    sessions.now = sitting(['clerk'], 'present', false, name)
    return { ok: false, refusal: { refusal: 'cancelled' } }
  },
  /** Tells how often a person has been noticed. */
  'session.state': async () => ({
    ok: false,
    refusal: { refusal: 'invalid_input', problems: [{ path: '', message: `touched ${sessions.touched}` }] },
  }),
  'session.lock': async () => {
    sessions.now = sitting(['clerk'], 'locked')
    return { ok: false, refusal: { refusal: 'cancelled' } }
  },
}
const { dispatch, admit } = createDispatcher({ handlers, sessions, log: keptLog() })
await new Promise<void>((stop) => carryOverPort(portToParent(), { dispatch, admit, events, files }, keptLog(), stop))
await files.close()
process.exit(0)
