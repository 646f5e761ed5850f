import { soon } from './browser'
import type { ReceivedMail, TestMailServer } from './mail-server'

/** A mail to that address of which subject and text hold these words, once it has come. */
export async function mailTo({ mails }: Pick<TestMailServer, 'mails'>, to: string, ...parts: string[]): Promise<ReceivedMail> {
  const found = () => mails.find((mail) => mail.to[0] === to && parts.every((part) => `${mail.subject}\n${mail.text}`.includes(part)))
  await soon(found).toBeDefined()
  const mail = found()
  if (!mail) throw new Error('the mail is gone again')
  return mail
}

/** The link in a mail that begins so. */
export function linkIn({ text }: ReceivedMail, beginning: string): string {
  const link = text.split(/\s/).find((word) => word.startsWith(beginning))
  if (!link) throw new Error(`no link to ${beginning} in ${text}`)
  return link
}
