/*
 * The window: what a person sees of Daiko. It holds no state of the ledger and decides nothing about money; what a person
 * does goes through `api.ts` to the core, and what the core says comes back as answers and as "this subject changed".
 *
 * The policies of the page stand before anything else is even loaded: hence the import at the end.
 */
import './trusted-types'
import './nonce'
import '@fontsource-variable/noto-sans-jp'
import '@mantine/core/styles.css'
import '@mantine/charts/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { z } from 'zod'

// Schemas compiled by `new Function` are refused by the page's policy; they are interpreted instead.
z.config({ jitless: true })

const { openDesk } = await import('./app')
openDesk()
