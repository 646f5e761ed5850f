/*
 * The window: what a person sees of Daiko. It holds no state of the ledger and decides nothing about money; what a person
 * does goes through `api.ts` to the core, and what the core says comes back as answers and as "this subject changed".
 */
import './trusted-types'
import '@fontsource-variable/noto-sans-jp'
import '@mantine/core/styles.css'
import '@mantine/charts/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app'
import { paintScheme } from './views/frame/scheme'
import { firstLanguage, startWords } from './words'

// Schemas compiled by `new Function` are refused by the page's policy; they are interpreted instead.
z.config({ jitless: true })
startWords(firstLanguage())
paintScheme()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(<App />)
