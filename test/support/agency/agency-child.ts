import { utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { AgencyBooks } from './books'
import { AgencyContract, requests } from './contract'

/*
 * A store agent in a process of its own. Arguments: the folder in which it delivers, and its contract as JSON. Tests speak to it over
 * loopback HTTP; its client knows nothing of it but the files.
 */
const [, , folder = '', contract = ''] = process.argv

/** A file lies there since a minute: whoever looks takes it for finished. */
const AGE_SECONDS = 60

const books = new AgencyBooks(AgencyContract.parse(JSON.parse(contract)), (name, bytes) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const since = Date.now() / 1000 - AGE_SECONDS
  utimesSync(path, since, since)
})

function answered(request: string, body: unknown): unknown {
  switch (request) {
    case 'pay':
      return books.pay(requests.pay.parse(body))
    case 'void':
      return books.void(requests.void.parse(body))
    case 'confirm':
      return books.confirm(requests.confirm.parse(body))
    case 'deliver':
      return books.deliver(requests.deliver.parse(body))
    case 'release':
      return books.release()
    case 'transfers':
      return books.transfers()
    default:
      throw new Error(`nobody knows ${request}`)
  }
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    const answer = answered((request.url ?? '').slice(1), JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  } catch (fault) {
    response.writeHead(400).end(String(fault))
  }
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`Agency: ${typeof address === 'object' ? address?.port : ''}`)
})
process.once('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
