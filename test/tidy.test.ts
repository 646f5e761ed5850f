import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ReadSource, readSource } from './support/imports'

/**
 * Who may import whom. What is not listed is forbidden. The first row whose `from` begins a file's path holds for it.
 * `inside`: files or folders (with a slash) of this repository; `types`: the same, for types only; `packages`: `*` ends a family.
 */
interface Room {
  from: string
  inside: string[]
  types?: string[]
  packages: string[]
}

const CONTRACT = 'src/preload/contract/'
const MAIN = 'src/main/'
const ENTRY = [CONTRACT, `${MAIN}compose`, `${MAIN}transport/`]

const UI = [
  ...['react', 'react-dom', 'react-i18next', 'i18next', 'wouter', 'recharts', 'dayjs'],
  ...['@mantine/*', '@tanstack/*', '@fontsource-variable/*'],
]

const ROOMS: Room[] = [
  { from: CONTRACT, inside: [CONTRACT], packages: ['zod', 'temporal-polyfill'] },
  { from: 'src/preload/index', inside: [], types: [CONTRACT], packages: ['electron'] },
  { from: 'src/renderer/api', inside: [CONTRACT], packages: [...UI, 'zod'] },
  { from: 'src/renderer/', inside: [CONTRACT, 'src/renderer/'], packages: [...UI, 'zod'] },
  { from: `${MAIN}settlement/`, inside: [CONTRACT, `${MAIN}settlement/`], packages: [] },
  {
    from: `${MAIN}ledger/`,
    inside: [CONTRACT, `${MAIN}ledger/`],
    packages: ['kysely', 'better-sqlite3', 'node:crypto', 'node:fs', 'node:path', 'node:timers', 'p-queue'],
  },
  { from: `${MAIN}gateways/gateway`, inside: [CONTRACT], packages: [] },
  { from: `${MAIN}gateways/csv-rows`, inside: [`${MAIN}gateways/line-ends`], packages: ['csv-parse'] },
  { from: `${MAIN}gateways/line-ends`, inside: [], packages: [] },
  { from: `${MAIN}gateways/zengin-records`, inside: [], packages: [] },
  { from: `${MAIN}gateways/return-words`, inside: [], packages: [] },
  { from: `${MAIN}gateways/counter`, inside: [CONTRACT], packages: [] },
  { from: `${MAIN}gateways/post`, inside: [CONTRACT], packages: [] },
  { from: `${MAIN}gateways/card-company`, inside: [CONTRACT], packages: [] },
  {
    from: `${MAIN}gateways/card/`,
    inside: [CONTRACT, `${MAIN}gateways/card-company`, 'own folder'],
    packages: ['node:*', 'zod', 'stripe'],
  },
  {
    from: `${MAIN}gateways/mail/`,
    inside: [CONTRACT, `${MAIN}gateways/post`, 'own folder'],
    packages: ['node:*', 'nodemailer', 'imapflow', 'mailparser'],
  },
  {
    from: `${MAIN}gateways/webhook/`,
    inside: [CONTRACT, `${MAIN}gateways/post`, 'own folder'],
    packages: ['node:*', 'standardwebhooks', 'request-filtering-agent'],
  },
  {
    from: `${MAIN}gateways/storefront/`,
    inside: [CONTRACT, `${MAIN}gateways/counter`, 'own folder'],
    packages: ['node:*', 'zod', 'fastify', '@fastify/*', 'fastify-type-provider-zod', 'react', 'react-dom', 'pino', 'qr'],
  },
  {
    from: `${MAIN}gateways/`,
    inside: [
      CONTRACT,
      `${MAIN}gateways/gateway`,
      `${MAIN}gateways/csv-rows`,
      `${MAIN}gateways/line-ends`,
      `${MAIN}gateways/zengin-records`,
      `${MAIN}gateways/return-words`,
      'own folder',
    ],
    packages: [
      'node:*',
      'zod',
      'iconv-lite',
      'csv-parse',
      'fast-xml-parser',
      'exceljs',
      'zengin-code',
      '@holiday-jp/holiday_jp',
      'ssh2-sftp-client',
    ],
  },
  {
    from: `${MAIN}export/`,
    inside: [CONTRACT, `${MAIN}export/`],
    packages: ['bwip-js', 'exceljs', 'pdfkit', 'yazl', 'node:fs', 'node:path', 'node:stream', 'node:module'],
  },
  {
    from: `${MAIN}services/`,
    inside: [
      CONTRACT,
      ...[
        'services/',
        'settlement/',
        'ledger/',
        'gateways/gateway',
        'gateways/counter',
        'gateways/post',
        'gateways/card-company',
        'export/',
      ].map((room) => `${MAIN}${room}`),
    ],
    packages: ['zod', 'node:*', 'p-queue', 'pure-rand', 'otpauth'],
  },
  {
    from: `${MAIN}transport/`,
    inside: [CONTRACT, `${MAIN}transport/`],
    types: [`${MAIN}services/`],
    packages: ['fastify', '@fastify/*', 'pino', 'zod', 'node:*'],
  },
  { from: `${MAIN}shell/`, inside: [CONTRACT, `${MAIN}shell/`], packages: ['electron', 'node:*'] },
  {
    from: `${MAIN}compose`,
    inside: [
      CONTRACT,
      `${MAIN}compose-gateways`,
      `${MAIN}compose-storefront`,
      `${MAIN}compose-post`,
      `${MAIN}compose-cards`,
      ...['settlement', 'ledger', 'gateways', 'export', 'services', 'transport'].map((room) => `${MAIN}${room}/`),
    ],
    packages: ['pino', 'zod', 'node:*', 'p-queue'],
  },
  {
    from: `${MAIN}compose-storefront`,
    inside: [CONTRACT, ...['ledger', 'gateways', 'services', 'transport'].map((room) => `${MAIN}${room}/`)],
    packages: [],
  },
  {
    from: `${MAIN}compose-cards`,
    inside: [CONTRACT, ...['ledger', 'gateways', 'services'].map((room) => `${MAIN}${room}/`)],
    packages: [],
  },
  { from: `${MAIN}compose-gateways`, inside: [CONTRACT, `${MAIN}gateways/`], packages: [] },
  { from: `${MAIN}compose-post`, inside: [CONTRACT, ...['ledger', 'gateways', 'services'].map((room) => `${MAIN}${room}/`)], packages: [] },
  { from: `${MAIN}index`, inside: [...ENTRY, `${MAIN}shell/`], packages: ['electron', 'pino', 'node:*'] },
  { from: `${MAIN}core`, inside: ENTRY, packages: ['pino', 'node:*'] },
  { from: `${MAIN}serve`, inside: ENTRY, packages: ['pino', 'node:*'] },
  { from: `${MAIN}worker`, inside: ENTRY, packages: ['pino', 'node:*'] },
  { from: `${MAIN}cli`, inside: [...ENTRY, `${MAIN}cli/`], packages: ['commander'] },
  { from: `${MAIN}cli/`, inside: [...ENTRY, `${MAIN}compose-gateways`, `${MAIN}cli/`], packages: ['commander', 'pino', 'zod', 'node:*'] },
]

/** Names that may be used in one place only, or nowhere. `in` and `but` are patterns of paths. */
const NAMES: { name: RegExp; in?: RegExp; but?: RegExp; why: string }[] = [
  { name: /^: any$/, why: 'any is no type' },
  { name: /^as … as$/, why: 'a double cast goes round the compiler' },
  { name: /^ipcMain$/, in: /^src\//, but: /^src\/main\/shell\/relay\.ts$/, why: 'ipcMain belongs to shell/relay.ts' },
  { name: /^ipcRenderer$/, in: /^src\//, but: /^src\/preload\/index\.ts$/, why: 'ipcRenderer belongs to preload/index.ts' },
  {
    name: /^(fetch\(\)|(window|globalThis|self)\.fetch|XMLHttpRequest|EventSource|WebSocket|sendBeacon)$/,
    in: /^src\/(renderer|preload)\//,
    but: /^src\/renderer\/api\.ts$/,
    why: 'the one door to the core is renderer/api.ts',
  },
  { name: /^(Date|Math\.random|performance|Temporal\.Now)$/, in: /^src\/main\/settlement\//, why: 'rules know no clock and no chance' },
  { name: /^(replaceInto|sql\.raw)$/, in: /^src\//, but: /^src\/main\/ledger\/migrations\//, why: 'the ledger is never overwritten' },
]

/** Text that may not stand in code. */
const CODE: { text: RegExp; in: RegExp; but?: RegExp; why: string }[] = [
  {
    text: /\b(INSERT\s+OR\s+)?REPLACE\s+INTO\b|\bINSERT\s+OR\s+REPLACE\b/i,
    in: /^src\//,
    but: /\/migrations\//,
    why: 'the ledger is never overwritten',
  },
  { text: /\bdeleteFrom\(\s*['"`]journal/, in: /^src\//, but: /\/migrations\//, why: 'nothing is deleted from the journal' },
]

const COMMENT = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)|(biome|eslint)-ignore(?!.*:\s*\S)/
const FORBIDDEN_NAME = /^(utils?|helpers?|commons?|misc|shared|managers?)$/i
const LINES_MOST = 500
const TOP_LEVEL = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json', 'src', 'resources', 'test', 'README.md']
const NOT_OURS = ['node_modules', 'out', 'coverage']

function covers(places: readonly string[], path: string, own: string): boolean {
  return places.some((place) => {
    if (place === 'own folder') return path.startsWith(own)
    return place.endsWith('/') ? path.startsWith(place) : path === place
  })
}

function namesPackage(packages: readonly string[], name: string): boolean {
  return packages.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name))
}

/** What a file of src/ imports although its room does not list it. */
function strayImports(file: ReadSource): string[] {
  const room = ROOMS.find(({ from }) => (from.endsWith('/') ? file.path.startsWith(from) : file.path.replace(/\.tsx?$/, '') === from))
  if (!room) return [`${file.path}:1 has no row in the import table`]
  const own = `${file.path.split('/').slice(0, 4).join('/')}/`
  const allowed = (each: ReadSource['imports'][number]) => {
    if (each.package) return namesPackage(room.packages, each.package)
    const path = each.inside ?? ''
    return covers(room.inside, path, own) || (each.typesOnly && covers(room.types ?? [], path, own))
  }
  return file.imports
    .filter((each) => !allowed(each))
    .map((each) => `${file.path}:${each.line} may not import ${each.written}${each.typesOnly ? ', not even its types' : ''}`)
}

const concerns = (path: string, rule: { in?: RegExp; but?: RegExp }) => (rule.in?.test(path) ?? true) && !rule.but?.test(path)

function strayNames(file: ReadSource): string[] {
  const rules = NAMES.filter((rule) => concerns(file.path, rule))
  return file.names.flatMap(({ name, line }) =>
    rules.filter((rule) => rule.name.test(name)).map((rule) => `${file.path}:${line} ${name}: ${rule.why}`),
  )
}

function strayText(file: ReadSource): string[] {
  const rules = CODE.filter((rule) => concerns(file.path, rule))
  const inCode = file.code.flatMap((text, at) =>
    rules.filter((rule) => rule.text.test(text)).map((rule) => `${file.path}:${at + 1} ${text.trim()}: ${rule.why}`),
  )
  const inComments = file.comments.flatMap((text, at) => (COMMENT.test(text) ? [`${file.path}:${at + 1} ${text.trim()}`] : []))
  return [...inCode, ...inComments]
}

/** Everything wrong with one file, each fault with file and line. */
function faults(path: string, source: string): string[] {
  const file = readSource(path, source)
  const tooLong = file.lines > LINES_MOST ? [`${path}:${file.lines} has more than ${LINES_MOST} lines`] : []
  return [...(path.startsWith('src/') ? strayImports(file) : []), ...strayNames(file), ...strayText(file), ...tooLong]
}

/** Whether a part of a path is called so, or ends so: `helpers/`, `date-utils.ts`, `SessionManager.tsx`; but not `common-passwords.ts`. */
function misnamed(path: string): boolean {
  return path.split('/').some((part) => {
    const [name = ''] = part.split('.')
    const words = name.split(/[-_]|(?<=[a-z])(?=[A-Z])/)
    return FORBIDDEN_NAME.test(words.at(-1) ?? '')
  })
}

const ROOT = join(import.meta.dirname, '..')

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join(posix.sep))
    .filter((path) => !path.startsWith('test/artifacts/'))
}

const files = ['src', 'test', 'resources'].flatMap(filesBelow)
const sources = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path))

describe('the project is tidy', () => {
  it('imports what the table allows, and uses no forbidden name, text or length', { timeout: 60_000 }, () => {
    expect(sources.flatMap((path) => faults(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([])
  })

  it('has no file or folder with a name that says nothing', () => {
    expect(files.filter(misnamed)).toEqual([])
  })

  it('keeps its top level clean', () => {
    const found = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !NOT_OURS.includes(name))
    expect(found.filter((name) => !TOP_LEVEL.includes(name))).toEqual([])
  })
})

describe('the tidy test notices', () => {
  const cases: { where: string; source: string; told: string }[] = [
    {
      where: 'src/main/settlement/fees.ts',
      source: "import { journal } from '../ledger/journal'",
      told: 'may not import ../ledger/journal',
    },
    { where: 'src/main/settlement/fees.ts', source: "import type { Rows } from '../ledger/schema'", told: 'not even its types' },
    { where: 'src/main/settlement/fees.ts', source: "import 'node:fs'", told: 'may not import node:fs' },
    { where: 'src/main/settlement/fees.ts', source: 'export const now = () => new Date()', told: 'Date: rules know no clock' },
    { where: 'src/main/gateways/bank/camt.ts', source: "export * from '../card/payouts'", told: 'may not import ../card/payouts' },
    {
      where: 'src/main/gateways/bank/camt.ts',
      source: "const later = import('../../ledger/journal')",
      told: 'may not import ../../ledger/journal',
    },
    { where: 'src/main/services/intake.ts', source: "const { BrowserWindow } = require('electron')", told: 'may not import electron' },
    { where: 'src/main/services/intake.ts', source: "let rows: import('kysely').Selectable<object>", told: 'may not import kysely' },
    {
      where: 'src/main/transport/dispatch.ts',
      source: "import { intake } from '../services/intake'",
      told: 'may not import ../services/intake',
    },
    { where: 'src/main/shell/window.ts', source: "import { ipcMain } from 'electron'", told: 'ipcMain belongs to shell/relay.ts' },
    { where: 'src/preload/index.ts', source: "import { Yen } from './contract/money'", told: 'may not import ./contract/money' },
    { where: 'src/renderer/views/orders/view.tsx', source: "import fs from 'node:fs'", told: 'may not import node:fs' },
    { where: 'src/renderer/views/orders/view.tsx', source: "const page = <p>円</p>\nvoid fetch('/orders')", told: 'view.tsx:2 fetch()' },
    { where: 'src/main/elsewhere.ts', source: 'export {}', told: 'has no row in the import table' },
    { where: 'src/main/ledger/orders.ts', source: 'const statement = "insert or replace into orders"', told: 'never overwritten' },
    { where: 'src/main/ledger/orders.ts', source: "db.deleteFrom('journal_entry')", told: 'nothing is deleted from the journal' },
    { where: 'src/main/ledger/orders.ts', source: 'const text = sql.raw(column)', told: 'sql.raw' },
    { where: 'src/main/ledger/orders.ts', source: 'export const row = (value: any) => value', told: 'any is no type' },
    { where: 'src/main/ledger/orders.ts', source: 'const row = value as unknown as Row', told: 'double cast' },
    { where: 'src/main/ledger/orders.ts', source: `// ${'TO'}DO later\n`, told: 'orders.ts:1' },
    { where: 'src/main/ledger/orders.ts', source: `\n// @ts-${'ignore'}\n`, told: 'orders.ts:2' },
    { where: 'test/main/long.test.ts', source: 'void 0\n'.repeat(LINES_MOST + 1), told: `has more than ${LINES_MOST} lines` },
  ]

  it.each(cases)('in $where: $told', ({ where, source, told }) => {
    expect(faults(where, source).join('\n')).toContain(told)
  })

  it('a name that says nothing, in any part of a path', () => {
    const bad = [
      'src/main/ledger/date-utils.ts',
      'test/helpers/a.ts',
      'src/renderer/shared/x.tsx',
      'src/main/SessionManager.ts',
      'src/main/util.test.ts',
    ]
    const good = ['src/main/ledger/utility-bills.ts', 'src/main/services/common-passwords.ts']
    expect([...bad, ...good].filter(misnamed)).toEqual(bad)
  })

  const goodCases: [where: string, source: string][] = [
    ['src/main/transport/dispatch.ts', "import type { Intake } from '../services/intake'"],
    ['src/main/gateways/bank/camt.ts', "import { XMLParser } from 'fast-xml-parser'\nimport { readDate } from './dates'"],
    ['src/renderer/views/orders/view.tsx', "import '@mantine/core/styles.css'\nimport { call } from '../../api'"],
    ['src/renderer/api.ts', "export const answer = () => fetch('/call')"],
    ['src/main/shell/relay.ts', "import { ipcMain } from 'electron'"],
    ['src/main/ledger/orders.ts', '// Never INSERT OR REPLACE: it would delete without a trigger.'],
    ['src/main/ledger/orders.ts', 'export const limit = AbortSignal.any([])'],
  ]

  it.each(goodCases)('nothing in %s: %s', (where, source) => {
    expect(faults(where, source)).toEqual([])
  })
})
