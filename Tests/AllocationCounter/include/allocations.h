#pragma once

/// How many blocks of memory the calling thread has asked for so far.
long kiem_allocation_count(void);
