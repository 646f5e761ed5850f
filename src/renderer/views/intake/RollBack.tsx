import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import type { RollBackFacts, StatementFileRow } from '../../../preload/contract/intake'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { formatInstant, InstantText } from '../../parts/DateText'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { FactList } from '../merchants/TermFacts'
import styles from './intake.module.css'

/** What of a file is taken out of the books, and what is undone first. */
export function RollBackSums({ facts }: { facts: RollBackFacts }) {
  const { t } = useWords()
  const sum = ({ count, amount }: RollBackFacts['credits']) => t('intake.rollBack.sumText', { count, amount: formatYen(amount) })
  const { clearings, orders } = facts
  return (
    <FactList
      facts={[
        [t('intake.rollBack.lines'), String(facts.lines)],
        [t('intake.rollBack.credits'), sum(facts.credits)],
        [t('intake.rollBack.debits'), sum(facts.debits)],
        [
          t('intake.rollBack.clearings'),
          t('intake.rollBack.clearingsText', { count: clearings.count, amount: formatYen(clearings.amount), orders }),
        ],
        [t('intake.rollBack.endings'), sum(facts.endings)],
      ]}
    />
  )
}

/** One file beside the register: what it told, with which others it overlaps, and taking it out of the books again. R asks, Esc closes. */
export function FilePanel({ file, close }: { file: StatementFileRow; close: () => void }) {
  const { t } = useWords()
  useKeys([{ keys: 'Escape', label: t('parts.close'), run: close }])
  return (
    <aside aria-label={t('intake.rollBack.title')} className={styles.filePanel}>
      <p>
        <Code>{file.fileName}</Code>{' '}
        <Button onClick={close} size="compact-xs" variant="subtle">
          {t('parts.close')}
        </Button>
      </p>
      <p>
        {actorName(file.importedBy)} <InstantText at={file.importedAt} /> · {t(`intake.rollBack.state.${file.state}`)}
      </p>
      {file.rolledBack ? <Fate file={file} /> : <StillIn file={file} />}
    </aside>
  )
}

function Fate({ file: { rolledBack } }: { file: StatementFileRow }) {
  const { t } = useWords()
  if (!rolledBack) return null
  const { askedBy, agreedBy, at, why } = rolledBack
  return <p>{t('intake.rollBack.fate', { at: formatInstant(at), asked: actorName(askedBy), agreed: actorName(agreedBy), why })}</p>
}

function StillIn({ file }: { file: StatementFileRow }) {
  const { t } = useWords()
  const mayBringIn = useMay('bring_in')
  const { data, error } = useCall('intake.rollBackPreview', { fileId: file.id })
  const shown = data?.fileId === file.id ? data : null
  return (
    <>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {shown ? (
        <>
          <RollBackSums facts={shown} />
          {shown.overlaps.map(({ fileName, from, to, days }) => (
            <p key={`${fileName} ${from}`}>
              {t('intake.rollBack.overlap', { file: fileName, from: formatDate(from), to: formatDate(to), days })}
            </p>
          ))}
          {mayBringIn ? <AskRollBack shown={shown} /> : null}
        </>
      ) : null}
    </>
  )
}

type Shown = OutputOf<'intake.rollBackPreview'>

const takeFocus = (input: HTMLInputElement | null) => input?.focus()

/** First the list of what is undone, or of what forbids it; then the reason, and Enter. */
function AskRollBack({ shown }: { shown: Shown }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  useKeys([{ keys: 'r', label: t('intake.rollBack.open'), run: () => setAsking(true) }])
  if (shown.asked) return <p>{t('intake.rollBack.asked')}</p>
  if (shown.bars.length > 0) return <Bars bars={shown.bars} />
  if (asking) return <Confirm shown={shown} />
  return (
    <Button onClick={() => setAsking(true)} size="compact-xs" variant="default">
      {t('intake.rollBack.open')}
    </Button>
  )
}

function Bars({ bars }: Pick<Shown, 'bars'>) {
  const { t } = useWords()
  return (
    <>
      <h3>{t('intake.rollBack.bars')}</h3>
      <ul>
        {bars.map(({ bar, count, names }) => (
          <li key={bar}>
            {t(`intake.rollBack.bar.${bar}`)} · {t('intake.rollBack.barText', { count, names: names.join(' · ') })}
          </li>
        ))}
      </ul>
    </>
  )
}

function Confirm({ shown }: { shown: Shown }) {
  const { t } = useWords()
  const [why, setWhy] = useState('')
  const ask = useAct('intake.rollBack')
  const send = () => ask.mutate({ fileId: shown.fileId, why })
  return (
    <>
      <p>{t('intake.rollBack.confirm')}</p>
      {shown.undoes.map(({ remitterName, orderNumber, merchantName, amount }) => (
        <p key={`${orderNumber} ${remitterName} ${amount}`}>
          <Code>{orderNumber}</Code> <Money amount={amount} unit={t('parts.yen')} /> {remitterName} · {merchantName}
        </p>
      ))}
      <TextInput
        label={t('intake.rollBack.why')}
        onChange={(event) => setWhy(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && why.trim() !== '') send()
        }}
        ref={takeFocus}
        size="xs"
        value={why}
      />
      <RefusalText error={ask.error} />
      <Button disabled={why.trim() === ''} loading={ask.isPending} onClick={send} size="compact-xs">
        {t('intake.rollBack.ask')}
      </Button>
    </>
  )
}
