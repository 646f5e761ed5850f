import type { BusinessDate } from '../../../preload/contract/date'
import { dateCell } from '../cells'
import { setLetter } from '../notices/letters'
import { facts, text, type Wording } from '../notices/wording'
import { writePaper } from '../statements/paper'
import { keepSize } from './print-size'
import { type PrintedSlip, setSlip } from './slip'
import { type PrinterDpi, USUAL_DPI } from './symbol'
import { slipWords } from './words'

/*
 * Slips that go out by post (s34): before each a page with the payer's address, to be folded into a window envelope, then the slip. One
 * PDF, printed in one go.
 */
export interface PostedSlip {
  readonly slip: PrintedSlip
  /** Postal code and address of the payer, as they stand on an envelope. */
  readonly address: string
}

export interface PostedSlipRun {
  readonly title: string
  readonly bank: string
  readonly writtenOn: BusinessDate
  /** Read one by one, in the order in which they are printed. */
  readonly slips: Iterable<PostedSlip>
  /** What it will be printed with, where that is known. */
  readonly dpi?: PrinterDpi
}

export interface PostedSlipControl {
  /** Asked between two slips; false stops. */
  goOn(slips: number): boolean
  told(slips: number): void
}

/** Writes them all. Null when it was stopped; then nothing of it may be kept. */
export function writePostedSlips(
  path: string,
  { title, bank, writtenOn, slips, dpi = USUAL_DPI }: PostedSlipRun,
  control: PostedSlipControl,
): Promise<{ slips: number; pages: number } | null> {
  const about = { title, author: bank, madeAt: dateCell(writtenOn).getTime(), buffered: true }
  return writePaper(path, about, async (paper) => {
    keepSize(paper)
    let [count, pages] = [0, 0]
    for (const { slip, address } of slips) {
      if (!control.goOn(count)) return null
      const { language, orderNumber: reference } = slip
      pages += setLetter(paper, { wording: coverOf(slip), address, bank, writtenOn, language, reference })
      paper.flushPages()
      await setSlip(paper, slip, dpi)
      paper.flushPages()
      pages += 1
      count += 1
      control.told(count)
      // Whoever else asks something of the core is answered between two slips.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { slips: count, pages }
  })
}

function coverOf(slip: PrintedSlip): Wording {
  const words = slipWords[slip.language]
  return {
    subject: words.cover.subject,
    addressee: words.to(slip.payer),
    parts: [
      text(words.cover.lead),
      facts(
        [words.merchant, slip.merchant],
        [words.orderNumber, slip.orderNumber],
        [words.amount, words.yen(slip.amount)],
        [words.dueOn, slip.dueOn === null ? words.noEnd : words.day(slip.dueOn)],
      ),
      text([...(slip.isReissued ? [words.reissued] : []), words.cover.keep].join('\n')),
    ],
    foot: [slip.bank, ...slip.contact],
  }
}
