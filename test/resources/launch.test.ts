import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callersFolder } from '../../resources/launch.mjs'
import { ROOT } from '../../resources/set-up.mjs'

const LAUNCH = JSON.stringify(join(ROOT, 'resources/launch.mjs'))
const SET_UP = JSON.stringify(join(ROOT, 'resources/set-up.mjs'))

/** A command of the set-up whose body is `body`, as arguments of node. */
function command(body: string): string[] {
  const script = `import { main, runInTerminal } from ${LAUNCH}
import { SetUpError } from ${SET_UP}
await main(async () => { ${body} })`
  return ['--input-type=module', '--eval', script]
}

const child = (script: string) => `return runInTerminal(process.execPath, ['--eval', ${JSON.stringify(script)}])`

describe('a command of the set-up', () => {
  it.each([0, 1, 2])('ends with the exit code %i of its program, whose words reach standard output alone', (code) => {
    const ended = spawnSync(process.execPath, command(child(`console.log('{}'); process.exitCode = ${code}`)), { encoding: 'utf8' })
    expect(ended).toMatchObject({ status: code, stdout: '{}\n', stderr: '' })
  })

  it('shows a sentence for the person as such, without a stack, on standard error', () => {
    const ended = spawnSync(process.execPath, command("throw new SetUpError('There is no browser.')"), { encoding: 'utf8' })
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: 'There is no browser.\n' })
  })

  it('lets a fault be seen whole', () => {
    const ended = spawnSync(process.execPath, command("throw new TypeError('broken')"), { encoding: 'utf8' })
    expect(ended.status).toBe(1)
    expect(ended.stderr).toMatch(/TypeError: broken\n +at /)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('passes %s on and waits for its program to close', async (signal) => {
    const script = `process.on('${signal}', () => { console.log('closed'); process.exit(7) }); setInterval(() => {}, 1000); console.log('open')`
    const running = spawn(process.execPath, command(child(script)), { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    running.stdout.on('data', (bytes) => {
      said += bytes
      if (said === 'open\n') running.kill(signal)
    })
    const [code] = await once(running, 'close')
    expect({ code, said }).toEqual({ code: 7, said: 'open\nclosed\n' })
  })

  it('tells that a signal ended its program', () => {
    const ended = spawnSync(process.execPath, command(child("process.kill(process.pid, 'SIGKILL')")))
    expect(ended.status).toBe(137)
  })
})

describe('npm start with a wrong flag', () => {
  it('says one sentence and ends with 1 before anything is set up', () => {
    const ended = spawnSync(process.execPath, [join(ROOT, 'resources/start.mjs'), '--brwoser'], { encoding: 'utf8' })
    expect(ended).toMatchObject({ status: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^Unknown option '--brwoser'; the flags are .*\.\n$/)
  })
})

describe('the folder the person stood in', () => {
  it.each([
    ['npm moved to the project', ROOT, { INIT_CWD: '/home/hanako' }, '/home/hanako'],
    ['npm was not asked', '/home/hanako', {}, '/home/hanako'],
    ['npm started something else that started this', '/home/hanako', { INIT_CWD: '/elsewhere' }, '/home/hanako'],
  ])('%s', (_, here, env, folder) => {
    expect(callersFolder(here, env)).toBe(folder)
  })
})
