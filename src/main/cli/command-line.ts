import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { type BusinessDate, parseDate } from '../../preload/contract/date'
import { RefundState } from '../../preload/contract/refunds'
import { planClose } from './closing'
import { atDesk, type Desk, type Staying, type Told, usage } from './desk'
import { init, match, verify } from './ledgers'
import { exportList } from './lists'
import { writeStatements } from './merchant-statements'
import { importOrders, listMerchants } from './orders'
import { handOverPayouts, payoutStatus, planPayouts, submitPayouts } from './payouts'
import { listRefunds } from './refunds'
import { serve, serveStorefront } from './serving'
import { importStatements } from './statements'

/* Every command with its flags, as --help tells them. */

interface EveryCommand {
  ledger: string
  json?: boolean
}

const day = (text: string): BusinessDate => {
  const date = parseDate(text)
  if (!date) throw usage(`${text} is no date`)
  return date
}
const count = (text: string): number => {
  if (!/^\d{1,8}$/.test(text)) throw usage(`${text} is no number`)
  return Number(text)
}

const portNumber = (text: string): number => {
  const port = count(text)
  if (port > 65_535) throw usage(`${text} is no port`)
  return port
}

type Chosen = (run: () => Promise<Told>) => void
type Commands = ReturnType<typeof commandsOn>

/** How a command comes to be: what every one takes, and how it gets to its ledger. */
function commandsOn(program: Command, chosen: Chosen) {
  const named = (name: string, summary: string, parent: Command = program) =>
    parent
      .command(name)
      .summary(summary)
      .requiredOption('--ledger <path>', 'the ledger', (path) => resolve(path))
      .option('--json', 'one JSON object')
  const run = <F extends EveryCommand>(work: (desk: Desk, flags: F) => Promise<Told>, flags: F) =>
    chosen(() => atDesk(flags.ledger, (desk) => work(desk, flags)))
  return { program, named, run }
}

/** Money out: refunds, the close of a day, payouts, statements. None of them approves. */
function moneyOutCommands({ program, named, run }: Commands): void {
  const refunds = program.command('refunds').summary('money that goes back')
  named('list', 'refunds, newest first', refunds)
    .addOption(new Option('--state <s>', 'only those that stand so').choices(RefundState.options))
    .action((flags) => run(listRefunds, flags))
  const closing = program.command('close').summary('the close of a day')
  named('plan', 'whether a day may be closed, and what stands against it', closing)
    .option('--day <day>', 'today, where it is left out', day)
    .action((flags) => run(planClose, flags))
  const payouts = program.command('payouts').summary('payouts to merchants; a supervisor approves them at the desk')
  named('plan', 'plans what is to be paid for a closing day', payouts)
    .requiredOption('--closing <day>', 'the closing day', day)
    .option('--pay <day>', 'another pay day than the contract says', day)
    .action((flags) => run(planPayouts, flags))
  named('submit <run>', 'writes the file of a draft and asks for approval', payouts).action((name, flags) =>
    run((desk) => submitPayouts(desk, name), flags),
  )
  named('file <run>', 'hands the file of an approved run over, as the connector is settled', payouts)
    .option('--out <folder>', 'where a file to be carried by hand is written')
    .action((name, flags) => run((desk) => handOverPayouts(desk, name, flags), flags))
  named('status [run]', 'runs of payouts and where they stand', payouts).action((name, flags) =>
    run((desk) => payoutStatus(desk, name ?? null), flags),
  )
  named('statements', "writes merchants' statements of a closing day, and a check-list")
    .requiredOption('--cycle <day>', 'the closing day', day)
    .requiredOption('--out <dir>', 'the folder they are put into')
    .addOption(new Option('--format <f>').choices(['pdf', 'xlsx', 'both']).default('both'))
    .addOption(new Option('--language <l>', 'of the check-list').choices(['ja', 'en']).default('ja'))
    .action((flags) => run(writeStatements, flags))
}

/** All commands; the one that was asked for is handed to `chosen`. */
export function commandLine(chosen: Chosen): Command {
  const program = new Command('daiko').exitOverride().configureOutput({ writeErr: () => undefined })
  const commands = commandsOn(program, chosen)
  const { named, run } = commands

  named('init', 'makes a new ledger')
    .option('--demo', 'with merchants, people, orders and files to bring in')
    .option('--orders <n>', 'how many orders', count)
    .option('--seed <s>', 'another story', count, 1)
    .action((flags) => chosen(() => init(flags.ledger, flags)))
  const merchants = program.command('merchants').summary('merchants')
  named('list', 'every merchant', merchants).action((flags) => run(listMerchants, flags))
  const orders = program.command('orders').summary('orders')
  named('import <file>', 'brings in an order file', orders)
    .requiredOption('--merchant <m>', 'registration number or name')
    .action((file, flags) => run((desk) => importOrders(desk, file, flags), flags))
  const bank = program.command('bank').summary('statements of the bank')
  named('import <files...>', 'brings in statements', bank)
    .option('--plan', 'only shows what would come in')
    .option('--take-in', 'takes an unknown account in with the balance the file begins with')
    .action((files, flags) => run((desk) => importStatements(desk, files, flags), flags))
  moneyOutCommands(commands)
  named('match', 'tries waiting deposits again').action((flags) => run(match, flags))
  named('verify', 'checks every promise of the ledger').action((flags) => run(verify, flags))
  const exporting = program.command('export').summary('lists in Excel')
  for (const list of ['orders', 'deposits'] as const) {
    named(list, `writes ${list} to Excel`, exporting)
      .option('--merchant <m>', 'registration number or name; without it all')
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'last day', day)
      .requiredOption('--out <file>', 'where to')
      .addOption(new Option('--language <l>').choices(['ja', 'en']).default('ja'))
      .action((flags) => run((desk) => exportList(desk, list, flags), flags))
  }
  named('serve', 'opens Daiko to a browser of this machine')
    .option('--port <n>', 'a fixed port', portNumber)
    .option('--storefront', 'runs the storefront for shops and payers instead, without any desk')
    .option('--bind <address>', 'where the storefront listens; without it as settled at the desk')
    .option('--storefront-port <n>', 'on which port it listens', portNumber)
    .action((flags) =>
      chosen(() => atDesk(flags.ledger, (desk) => (flags.storefront ? serveStorefront : serve)(desk, flags), staying(flags))),
    )
  return program
}

interface ServeFlags {
  port?: number
  storefront?: boolean
  bind?: string
  storefrontPort?: number
}

/** What a core that stays is put together with; flags of the storefront come before what is settled at the desk. */
function staying({ port: deskPort, storefront, bind, storefrontPort: port }: ServeFlags): Staying {
  if (storefront && deskPort !== undefined) throw usage('--port is of the desk; the storefront has --storefront-port')
  if (!storefront && (bind !== undefined || port !== undefined)) throw usage('--bind and --storefront-port go with --storefront')
  const own = { ...(bind === undefined ? {} : { bind }), ...(port === undefined ? {} : { port }) }
  return { workerPath: join(import.meta.dirname, 'worker.js'), ...(storefront ? { storefront: own } : {}) }
}
