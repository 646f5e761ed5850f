import { createServer } from 'node:net'
import { z } from 'zod'

const AddressWithPort = z.object({ port: z.number() })

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = AddressWithPort.parse(probe.address())
      probe.close(() => resolve(port))
    })
  })
}
