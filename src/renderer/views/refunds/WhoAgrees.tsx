import type { Approvers } from '../../../preload/contract/approvers'
import { actorName } from '../../parts/actor'
import { useWords } from '../../words'
import styles from './refunds.module.css'

/** Who must agree before it happens, told to the maker beforehand. */
export function WhoAgrees({ approvers }: { approvers: Approvers }) {
  const { t } = useWords()
  const names = approvers.barred.map(actorName).join(t('frame.roleSeparator'))
  return (
    <p className={styles.who}>
      {t(`refunds.approvers.${approvers.why}`)} {approvers.needed > 0 && names ? t('refunds.barred', { names }) : null}
    </p>
  )
}
