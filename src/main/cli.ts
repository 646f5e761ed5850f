import { CommanderError } from 'commander'
import { commandLine } from './cli/command-line'
import { Faulted, log, Refused, type Told, usage } from './cli/desk'
import { logFault } from './transport/faults'

/*
 * The operators' command: the same core and the same door as the desk, with no window. It sits at a seat of kind `cli`, which the
 * dispatcher lets do everything but decide. One answer on standard output; exit 0 done, 1 refused, 2 fault.
 */

async function told(args: readonly string[]): Promise<Told> {
  const asked: (() => Promise<Told>)[] = []
  try {
    await commandLine((work) => void asked.push(work)).parseAsync(args, { from: 'user' })
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault
    if (fault.exitCode === 0) return { answer: {}, lines: [] }
    throw usage(fault.code === 'commander.help' ? 'a command is missing; --help tells them all' : fault.message.replace(/^error: /, ''))
  }
  const [work] = asked
  return work ? await work() : { answer: {}, lines: [] }
}

async function main(args: readonly string[]): Promise<number> {
  const say = (answer: object, lines: readonly string[]) => {
    const text = args.includes('--json') ? JSON.stringify(answer) : lines.join('\n')
    if (text !== '' && text !== '{}') console.log(text)
  }
  try {
    const { answer, lines, exitCode } = await told(args)
    say(answer, lines)
    return exitCode ?? 0
  } catch (stop) {
    if (stop instanceof Refused) {
      say(stop.refusal, [`refused: ${stop.refusal.refusal}`, JSON.stringify(stop.refusal)])
      return 1
    }
    const number = stop instanceof Faulted ? stop.number : logFault(log, stop, { command: args[0] })
    say({ fault: number }, [`fault ${number}; details are on standard error`])
    return 2
  }
}

process.exitCode = await main(process.argv.slice(2))
