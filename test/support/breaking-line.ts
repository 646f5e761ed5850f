import { connect, createServer, type Socket } from 'node:net'

/* A line to a server on this machine that can be broken in the middle, as lines do. */

export interface LinePlan {
  /** Asked for every chunk before it goes on; `cut` ends both sides, `silence` lets nothing more through. */
  readonly toServer?: (bytesSoFar: number) => 'pass' | 'cut' | 'silence'
  readonly toClient?: (bytesSoFar: number) => 'pass' | 'cut' | 'silence'
}

export interface BreakingLine {
  readonly port: number
  stop(): Promise<void>
}

/** Listens on a port of its own and carries everything to the other one, as long as the plan says so. */
export async function breakingLine(toPort: number, plan: LinePlan): Promise<BreakingLine> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(toPort, '127.0.0.1')
    const both = [client, upstream]
    const cut = () => {
      for (const socket of both) socket.destroy()
    }
    for (const socket of both) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', cut)
    }
    carry(client, upstream, plan.toServer, cut)
    carry(upstream, client, plan.toClient, cut)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    stop: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function carry(from: Socket, to: Socket, ask: LinePlan['toServer'], cut: () => void): void {
  let carried = 0
  let isSilent = false
  from.on('data', (chunk: Buffer) => {
    carried += chunk.length
    const answer = ask?.(carried) ?? 'pass'
    isSilent ||= answer === 'silence'
    if (answer === 'cut') cut()
    else if (!isSilent) to.write(chunk)
  })
}
