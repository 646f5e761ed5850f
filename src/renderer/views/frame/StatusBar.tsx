import type { Pulse } from '../../../preload/contract/audit'
import { formatDate } from '../../../preload/contract/date'
import { useCall } from '../../api'
import { formatTime } from '../../parts/DateText'
import { useShownFigures } from '../../parts/status'
import { useWords, type Words } from '../../words'
import styles from './frame.module.css'

const figures = new Intl.NumberFormat('ja-JP')
const ACCOUNTS_SHOWN = 2

function verifiedText(pulse: Pulse, t: Words): string {
  if (pulse.lastVerified === null) return t('frame.notVerified')
  return t(pulse.lastVerified.ok ? 'frame.verifiedAt' : 'frame.verifiedBroken', { time: formatTime(pulse.lastVerified.at) })
}

function accountTexts(pulse: Pulse, t: Words): readonly string[] {
  const told = pulse.accounts
    .slice(0, ACCOUNTS_SHOWN)
    .map(({ bankName, through }) =>
      through === null
        ? t('frame.accountNothing', { bank: bankName })
        : t('frame.accountThrough', { bank: bankName, day: formatDate(through) }),
    )
  const rest = pulse.accounts.length - told.length
  return rest > 0 ? [...told, t('frame.moreAccounts', { count: rest })] : told
}

function ListText() {
  const { t } = useWords()
  const list = useShownFigures()
  if (list === null) return null
  const rows = t(list.capped ? 'parts.rowsCapped' : 'parts.rows', { count: figures.format(list.rows) })
  const timed = list.elapsedMs === null ? rows : t('parts.rowsInTime', { rows, ms: figures.format(Math.round(list.elapsedMs)) })
  const sum = list.selectedSum
  return (
    <>
      <span className={styles.rows}>{timed}</span>
      {list.selected === 0 ? null : (
        <span className={styles.selection}>
          {sum === null
            ? t('parts.selection', { count: list.selected })
            : t('parts.selectionSum', { count: list.selected, sum: figures.format(sum) })}
        </span>
      )}
    </>
  )
}

/**
 * Rows and milliseconds of the list, when the ledger was verified, how far the statements reach, how the connectors in use fare, and
 * whether this is a demonstration.
 */
export function StatusBar() {
  const { t } = useWords()
  const pulse = useCall('home.pulse', {}).data
  return (
    <footer className={styles.status}>
      <ListText />
      <span className={styles.gap} />
      {pulse === undefined ? null : (
        <>
          <span data-wrong={pulse.lastVerified?.ok === false || undefined}>{verifiedText(pulse, t)}</span>
          {accountTexts(pulse, t).map((text) => (
            <span key={text}>{text}</span>
          ))}
          {pulse.gateways.map(({ name, standing }) => (
            <span data-wrong={standing === 'failing' || standing === 'stopped' || undefined} key={name}>
              {t('frame.gatewayStands', { gateway: t(`nouns.gateway.${name}`), standing: t(`nouns.gatewayStanding.${standing}`) })}
            </span>
          ))}
          {pulse.demonstration ? <span className={styles.demonstration}>{t('frame.demonstration')}</span> : null}
        </>
      )}
    </footer>
  )
}
