import { spawn } from 'node:child_process'
import { type LoopbackOptions, openLoopback } from './loopback'

export interface ServingOptions extends LoopbackOptions {
  /** Whether to open the person's browser. */
  readonly openBrowser: boolean
  /** The one line that says where Daiko is. */
  readonly say: (line: string) => void
}

/** Asks the system to open an address. Where it cannot, the person opens the one that was printed. */
export function openInBrowser(address: string, platform: NodeJS.Platform = process.platform): void {
  const commands: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
    darwin: ['open', [address]],
    win32: ['rundll32', ['url.dll,FileProtocolHandler', address]],
  }
  const [command, args] = commands[platform] ?? ['xdg-open', [address]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

/** The line that says where something is, and where a demonstration's shop is beside it. */
export const withShop = (line: string, shop: string | null): string => (shop ? `${line}\nShop (demonstration): ${shop}` : line)

/** Waits until the process is asked to end: by Ctrl-C, or a signal. Asked twice (a group, and whoever started it), it still closes cleanly. */
export function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop())
  })
}

/** Serves the core over loopback until the process is asked to end (Ctrl-C, or a signal); closes cleanly. */
export async function serveUntilStopped(options: ServingOptions): Promise<void> {
  const loopback = await openLoopback(options)
  const stopped = untilStopped()
  options.say(`Daiko: ${loopback.entrance()}`)
  // A token of its own, so that the printed one still serves another browser.
  if (options.openBrowser) openInBrowser(loopback.entrance())
  await stopped
  await loopback.close()
}
