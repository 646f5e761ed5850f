import type { FastifyReply, FastifyRequest } from 'fastify'
import { securityHeaders } from '../../preload/contract/csp'
import type { Events } from '../services/events'

const HEARTBEAT_MS = 15_000
/** A window that does not read what it is told is cut off, and asks again when it comes back. */
const UNREAD_BYTES_MAX = 1024 * 1024

/** Holds a browser's line open and writes every notification to it, with a sign of life in between. */
export function openEvents(events: Events, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  const response = reply.raw
  response.writeHead(200, { ...securityHeaders, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
  const write = (text: string) => {
    if (response.writableLength > UNREAD_BYTES_MAX) response.destroy()
    else response.write(text)
  }
  write('retry: 2000\n\n')
  const heartbeat = setInterval(() => write(':\n\n'), HEARTBEAT_MS)
  const unsubscribe = events.subscribe((notification) => write(`data: ${JSON.stringify(notification)}\n\n`))
  request.raw.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
}
