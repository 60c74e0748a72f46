"""The periodic jobs: a timetable that knocks, the actor `care` that runs what was knocked for, a class for each job."""
