import { describe, expect, it } from 'vitest'
import { dataFolder, startFlags } from '../../resources/start-flags.mjs'

const plain = { browser: false, open: true, demo: false, ledger: '/data/ledger.daiko', port: null }

describe('the flags of npm start', () => {
  it.each([
    [[], plain],
    [['--browser'], { ...plain, browser: true }],
    [['--no-open'], { ...plain, open: false }],
    [['--port', '8080'], { ...plain, port: 8080 }],
    [['--port=0'], { ...plain, port: 0 }],
    [['--demo'], { ...plain, demo: true, ledger: '/data/demo.daiko' }],
    [['--ledger', 'books/a.daiko'], { ...plain, ledger: '/home/hanako/books/a.daiko' }],
    [['--ledger', '/mnt/a.daiko', '--demo'], { ...plain, demo: true, ledger: '/mnt/a.daiko' }],
    [['--browser', '--no-open', '--demo'], { ...plain, browser: true, open: false, demo: true, ledger: '/data/demo.daiko' }],
  ])('%j', (args, flags) => {
    expect(startFlags(args, '/home/hanako', '/data')).toEqual(flags)
  })

  it.each([
    [['--brwoser'], "Unknown option '--brwoser'; the flags are"],
    [['--port', '80a'], '--port takes a number from 0 to 65535, not 80a; the flags are'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, not 65536; the flags are'],
    [['--port'], "Option '--port <value>' argument missing; the flags are"],
    [['--demo=yes'], "Option '--demo' does not take an argument; the flags are"],
    [['ledger.daiko'], "Unexpected argument 'ledger.daiko'"],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => startFlags(args, '/home/hanako', '/data')).toThrow(sentence)
  })
})

describe('the folder of a person’s own data', () => {
  it.each([
    ['linux', {}, '/home/hanako/.local/share/daiko'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/daiko'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/hanako/.local/share/daiko'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/hanako/Library/Application Support/daiko'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/daiko'],
    ['win32', {}, '/home/hanako/AppData/Roaming/daiko'],
  ] as const)('%s %j', (platform, env, folder) => {
    expect(dataFolder(env, platform, '/home/hanako')).toBe(folder)
  })
})
