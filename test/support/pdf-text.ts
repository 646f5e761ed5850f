import { inflateSync } from 'node:zlib'

/* A reader of PDFs that shares nothing with what writes them. */

/** The objects of a PDF by number, a packed stream unpacked. */
function objectsOf(bytes: Buffer): Map<string, string> {
  const objects = new Map<string, string>()
  const whole = bytes.toString('latin1')
  for (const [, number = '', object = ''] of whole.matchAll(/(?<=^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const from = object.indexOf('stream\n')
    const packed =
      from >= 0 && object.includes('/FlateDecode') ? Buffer.from(object.slice(from + 7, object.lastIndexOf('\nendstream')), 'latin1') : null
    objects.set(number, packed ? object.slice(0, from) + inflateSync(packed).toString('latin1') : object)
  }
  return objects
}

/** What a reader of the PDF can copy out of each page, by the tables that turn glyphs into text. */
export const textsOf = (bytes: Buffer): string[] => pagesOf(bytes, '')

/** The same, with an end of line behind every piece that was set by itself. */
export const piecesOf = (bytes: Buffer): string[] => pagesOf(bytes, '\n')

function pagesOf(bytes: Buffer, between: string): string[] {
  const objects = objectsOf(bytes)
  const followed = (object: string, name: string) => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(object)?.[1] ?? '') ?? ''
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\b/.test(object))
  return pages.map((page) => {
    const resources = followed(page, 'Resources') || page
    const tables = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, at = '']) => [
        name,
        glyphTable(followed(objects.get(at) ?? '', 'ToUnicode')),
      ]),
    )
    let font: string | undefined
    return [...followed(page, 'Contents').matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|T[Jj]\b/g)]
      .map(([operator, name, glyphs]) => {
        font = name ?? font
        if (operator.startsWith('T')) return between
        return (glyphs?.match(/.{4}/g) ?? []).map((glyph) => tables.get(font)?.get(Number.parseInt(glyph, 16)) ?? '�').join('')
      })
      .join('')
  })
}

function glyphTable(table: string): Map<number, string> {
  const glyphs = new Map<number, string>()
  for (const [, from = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/gs)) {
    for (const [at, [, code = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      glyphs.set(Number.parseInt(from, 16) + at, Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return glyphs
}
