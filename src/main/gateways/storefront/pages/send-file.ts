import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyReply } from 'fastify'
import type { ListFile } from '../../counter'

/** Media types of files that are handed out. */
export const FILE_TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/** Hands a file out, and away with it once it is out, or broke off on the way. */
export async function sendFile(reply: FastifyReply, { path, fileName, discard }: ListFile, type: string): Promise<void> {
  const { size } = await stat(path)
  const bytes = createReadStream(path)
  bytes.once('close', () => void discard())
  const plain = fileName.replace(/[^\w.-]/g, '_')
  await reply
    .type(type)
    .header('cache-control', 'no-store')
    .header('content-length', size)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .send(bytes)
}
