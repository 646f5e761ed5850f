import { describe, expect, it } from 'vitest'
import { scanStatements } from '../../../../src/main/gateways/bank/xml-scan'

const inStatement = (content: string) => `<Document><BkToCstmrStmt><Stmt>${content}</Stmt></BkToCstmrStmt></Document>`

function entries(text: string): string[] | null {
  const scan = scanStatements(text)
  return scan.ok ? scan.statements.flatMap((span) => span.entries.map(({ start, end }) => text.slice(start, end))) : null
}

describe('finding entries', () => {
  it.each<[string, string, string[]]>([
    ['plain', inStatement('<Ntry>1</Ntry><Ntry a="b">2</Ntry>'), ['<Ntry>1</Ntry>', '<Ntry a="b">2</Ntry>']],
    ['with a prefix', '<c:Document xmlns:c="u"><c:BkToCstmrStmt><c:Stmt><c:Ntry/></c:Stmt></c:BkToCstmrStmt></c:Document>', ['<c:Ntry/>']],
    ['not inside a comment or CDATA', inStatement('<!-- <Ntry> --><A><![CDATA[<Ntry>]]></A><Ntry>1</Ntry>'), ['<Ntry>1</Ntry>']],
    ['not below other elements', inStatement('<SplmtryData><Ntry>x</Ntry></SplmtryData><NtryDtls/>'), []],
    ['not in another message', '<Document><BkToCstmrAcctRpt><Stmt><Ntry/></Stmt></BkToCstmrAcctRpt></Document>', []],
    [
      'in the second of two documents',
      `<?xml version="1.0"?><AppHdr><Fr>x</Fr></AppHdr>\r\n<?xml version="1.0"?>${inStatement('<Ntry/>')}`,
      ['<Ntry/>'],
    ],
    ['with > in an attribute', inStatement(`<Ntry a='>' b=">">1</Ntry>`), [`<Ntry a='>' b=">">1</Ntry>`]],
    [
      'with the five entities and characters',
      inStatement('<Ntry>&amp;&lt;&gt;&quot;&apos;&#65;&#x3042;</Ntry>'),
      ['<Ntry>&amp;&lt;&gt;&quot;&apos;&#65;&#x3042;</Ntry>'],
    ],
  ])('%s', (_, text, expected) => {
    expect(entries(text)).toEqual(expected)
  })
})

describe('what is not well-formed', () => {
  it.each([
    ['an element that is not closed', '<Document><A>'],
    ['elements closed in the wrong order', '<Document><A><B></A></B></Document>'],
    ['a closing tag too many', '<Document></Document></A>'],
    ['a tag cut off', '<Document><A'],
    ['a comment cut off', '<Document><!-- '],
    ['CDATA cut off', '<Document><![CDATA[ ]]'],
    ['an attribute without quotes', '<Document a=b></Document>'],
    ['an ampersand alone', '<Document>A & B</Document>'],
    ['an entity of its own', '<Document>&yen;</Document>'],
    ['a reference to a control character', '<Document>&#0;</Document>'],
    ['a reference beyond Unicode', '<Document>&#x110000;</Document>'],
    ['a control character', '<Document>\u0000</Document>'],
    ['text outside', '<Document></Document>and so on'],
    ['a declaration', '<!ELEMENT x><Document></Document>'],
    ['very deep', '<a>'.repeat(100) + '</a>'.repeat(100)],
  ])('%s', (_, text) => {
    expect(scanStatements(text).ok).toBe(false)
  })

  it('is told by line and by the entries before it', () => {
    expect(scanStatements(`<Document><BkToCstmrStmt><Stmt>\n<Ntry></Ntry>\n<Ntry><A></Ntry>`)).toEqual({ ok: false, line: 3, entries: 1 })
  })

  it('takes time in proportion to its length, however it is made', () => {
    const started = performance.now()
    for (const hostile of [
      `<a ${' '.repeat(200_000)}`,
      `<a ${'b '.repeat(100_000)}`,
      `<a b="${'c'.repeat(200_000)}`,
      `<${'a'.repeat(200_000)}`,
      `<a>${'&amp;'.repeat(50_000)}`,
      '<a>'.repeat(50_000),
    ]) {
      expect(scanStatements(hostile).ok).toBe(false)
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
