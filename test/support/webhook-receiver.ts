import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { Webhook } from 'standardwebhooks'

/** A call as it reached a merchant's program. */
export interface ReceivedCall {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface TestReceiver {
  readonly url: string
  readonly calls: ReceivedCall[]
  /** How it answers; 204 unless told. */
  answer: (response: ServerResponse, call: ReceivedCall) => void
  close(): Promise<void>
}

/** A merchant's program on this machine. */
export async function openReceiver(tls: { key: string; cert: string } | null = null): Promise<TestReceiver> {
  const receiver: Omit<TestReceiver, 'url' | 'close'> = { calls: [], answer: (response) => void response.writeHead(204).end() }
  const listener = async (
    request: AsyncIterable<Buffer> & { url?: string | undefined; headers: IncomingHttpHeaders },
    response: ServerResponse,
  ) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
    receiver.calls.push(call)
    receiver.answer(response, call)
  }
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return Object.assign(receiver, {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}/hook`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}

/** What a merchant's program makes of a call with its secret: the message, or a throw. */
export function verified(secret: string, { headers, body }: ReceivedCall): unknown {
  const told = (name: string) => String(headers[name])
  return new Webhook(secret).verify(body, {
    'webhook-id': told('webhook-id'),
    'webhook-timestamp': told('webhook-timestamp'),
    'webhook-signature': told('webhook-signature'),
  })
}
