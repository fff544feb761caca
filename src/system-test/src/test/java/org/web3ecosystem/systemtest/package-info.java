/** The packaged jar, run and attacked as users and chaos would. */
@NullMarked
package org.web3ecosystem.systemtest;

import org.jspecify.annotations.NullMarked;
