import { Link } from 'wouter'
import { useCall } from '../../api'
import { useWords } from '../../words'
import styles from './frame.module.css'
import { type Place, placeOf } from './places'

const figures = new Intl.NumberFormat('ja-JP')

/** The places of this person on the left, each with what waits there. */
export function Navigation({ places, path }: { places: readonly Place[]; path: string }) {
  const { t } = useWords()
  const pulse = useCall('home.pulse', {}).data
  const here = placeOf(path)
  return (
    <nav className={styles.navigation} aria-label={t('frame.navigation')}>
      {places.map((place) => {
        const waiting = pulse && place.waiting ? place.waiting(pulse) : 0
        return (
          <Link
            key={place.path}
            href={place.path}
            className={styles.place}
            aria-current={place === here ? 'page' : undefined}
            title={`G ${place.letter.toUpperCase()}`}
          >
            <span>{t(place.word)}</span>
            {waiting > 0 ? (
              <span className={styles.waiting}>
                <span aria-hidden="true">{figures.format(waiting)}</span>
                <span className={styles.unseen}>{t('frame.waiting', { count: waiting })}</span>
              </span>
            ) : null}
          </Link>
        )
      })}
    </nav>
  )
}
