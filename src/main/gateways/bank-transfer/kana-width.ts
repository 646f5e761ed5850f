/*
 * Full-width kana, as ISO 20022 files of other programs write names, in the half width of the fixed-length format.
 */

const half = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ｢｣'
const full = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー「」'
const narrowed = new Map<string, string>([...full].map((letter, at) => [letter, half.charAt(at)]))
narrowed.set('\u3099', 'ﾞ').set('\u309a', 'ﾟ').set('￥', '¥')

/** A name in half width, letter by letter; what has no half-width form stays. A text in half width already is itself. */
export function halfWidth(text: string): string {
  if (!/[^\u0020-\u007e¥｡-ﾟ]/.test(text)) return text
  return [...text.normalize('NFKC').normalize('NFD')].map((letter) => narrowed.get(letter) ?? letter).join('')
}
